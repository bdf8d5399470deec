import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { setReasonTemplates } from '../domain/portals/set-reason-templates.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { PortalSettings } from './portal-settings.ts';
import { Portal } from './portals.ts';

const ReasonTemplate = builder.prismaObject('ReasonTemplate', {
  description: 'A saved reason, which admins of the portal give for many decisions.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, such as `No contract`. Only admins see it.' }),
    text: t.exposeString('text', { description: 'The reason that the person reads in the email.' }),
  }),
});

builder.prismaObjectField(PortalSettings, 'reasonTemplates', (t) =>
  t.relation('reasonTemplates', {
    type: ReasonTemplate,
    description: 'The saved reasons of the portal, in their order.',
    query: { orderBy: { place: 'asc' } },
  }),
);

const ReasonTemplateInput = builder.inputType('ReasonTemplateInput', {
  description: 'A reason to save.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'The name, 1 to 100 characters. Different from the other names of the portal.',
    }),
    text: t.string({
      required: true,
      description: 'The reason that the person reads, 1 to 2,000 characters, with line breaks.',
    }),
  }),
});

const SetReasonTemplatesSuccess = builder.objectRef<{ portal: PortalRow }>('SetReasonTemplatesSuccess').implement({
  description: 'The portal has these saved reasons now, and no others.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal with the saved reasons.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('setReasonTemplates', (t) =>
  t.fieldWithInput({
    type: SetReasonTemplatesSuccess,
    nullable: true,
    description:
      'Replaces the saved reasons of a portal. A decision names one of them with `reasonTemplate`, and keeps its text. For an OWNER of ' +
      'the portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'All saved reasons of a portal.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      templates: t.input.field({
        type: [ReasonTemplateInput],
        required: true,
        description: 'The reasons, at most 50, in their order. Reasons that are left out are removed.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ portal: await setReasonTemplates(app, await caller(), input) }),
  }),
);
