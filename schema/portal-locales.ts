import { builder } from './api/builder.ts';

export const PortalLocales = builder.objectRef<{ default: string; offered: string[] }>('PortalLocales').implement({
  description:
    'The languages of a portal, as tags of BCP 47. A person reads the one that they chose, else the first of `Accept-Language` that is ' +
    'offered, else the default.',
  fields: (t) => ({
    default: t.exposeString('default', {
      description: 'The language for people who read none of those offered, such as `en`.',
    }),
    offered: t.exposeStringList('offered', { description: 'The languages that people can choose from.' }),
  }),
});

export const PortalLocalesInput = builder.inputType('PortalLocalesInput', {
  description: 'The languages of a portal, as tags of BCP 47. Gatehouse has the texts of `de`, `en` and `ja`.',
  fields: (t) => ({
    default: t.string({
      required: true,
      description: 'The language for people who read none of those offered. It must be one of `offered`.',
    }),
    offered: t.stringList({ required: true, description: 'The languages that people can choose from, at least one.' }),
  }),
});
