import { ConfirmationRequired, InvalidInput, NotAllowed } from '../domain/errors.ts';
import { updateInstallation } from '../domain/installation/update-installation.ts';
import type { Installation as InstallationRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';

export const Installation = builder.prismaObject('Installation', {
  description: 'The settings that all portals and admins share.',
  fields: (t) => ({
    requireSecondFactor: t.exposeBoolean('requireSecondFactor', {
      description: 'Whether admins need a second factor to log in. Admins without one are emailed a link to set one up.',
    }),
    adminSessionLimit: t.exposeInt('adminSessionLimit', {
      description: 'How many sessions of one admin can be open at once. The oldest ends when another begins.',
    }),
  }),
});

builder.queryField('installation', (t) =>
  t.field({
    type: Installation,
    nullable: true,
    description: 'The settings of the whole installation. For admins; null for others.',
    resolve: async (_, __, { app, admin }) =>
      (await admin()) && (await app.prisma.installation.findUniqueOrThrow({ where: { id: 1 } })),
  }),
);

const UpdateInstallationSuccess = builder.objectRef<{ installation: InstallationRow }>('UpdateInstallationSuccess').implement({
  description: 'The settings of the installation are changed.',
  fields: (t) => ({
    installation: t.field({
      type: Installation,
      description: 'The installation with the new settings.',
      resolve: ({ installation }) => installation,
    }),
  }),
});

builder.mutationField('updateInstallation', (t) =>
  t.fieldWithInput({
    type: UpdateInstallationSuccess,
    nullable: true,
    description:
      'Changes settings of the whole installation. Settings that are left out stay. For an OWNER of all portals. ' +
      'InvalidInput for an OWNER without a second factor who wants to require one.',
    errors: { types: [NotAllowed, InvalidInput, ConfirmationRequired] },
    typeOptions: { description: 'The settings of the installation to change. Settings that are left out stay.' },
    input: {
      requireSecondFactor: t.input.boolean({
        description:
          'Whether admins need a second factor to log in. True also ends the sessions of admins without one who logged in with ' +
          'their password.',
      }),
      adminSessionLimit: t.input.int({ description: 'How many sessions of one admin can be open at once, 1 to 50.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ installation: await updateInstallation(app, await admin(), input) }),
  }),
);
