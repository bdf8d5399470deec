import type { SsoConnection } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';

export const SsoClaimNames = builder
  .objectRef<Pick<SsoConnection, 'nameClaim' | 'emailClaim' | 'groupsClaim'>>('SsoClaimNames')
  .implement({
    description: 'Which claims of the provider say what about a person.',
    fields: (t) => ({
      name: t.exposeString('nameClaim', { description: 'The claim that holds the full name.' }),
      email: t.exposeString('emailClaim', { description: 'The claim that holds the mail address.' }),
      groups: t.exposeString('groupsClaim', { description: 'The claim that holds the groups.' }),
    }),
  });

export const SsoClaimNamesInput = builder.inputType('SsoClaimNamesInput', {
  description:
    'Names of claims, 1 to 100 characters each; what is left out stays. A claim within another is named by the way to it, such as ' +
    '`realm_access.roles`, unless there is one of that very name.',
  fields: (t) => ({
    name: t.string({ description: 'The claim that holds the full name; `name` unless told.' }),
    email: t.string({ description: 'The claim that holds the mail address; `email` unless told.' }),
    groups: t.string({
      description:
        'The claim that holds the groups, a list of texts, or one text for one group; `groups` unless told. At most 200 are kept.',
    }),
  }),
});
