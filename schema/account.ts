import { changePassword } from '../domain/developers/change-password.ts';
import { deleteAccount } from '../domain/developers/delete-account.ts';
import type { LoggedIn } from '../domain/developers/log-in.ts';
import { updateProfile } from '../domain/developers/update-profile.ts';
import { InvalidCredentials, InvalidInput, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import type { Developer as DeveloperRow, Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { AnswerInput } from './answers.ts';
import { builder } from './api/builder.ts';
import { type HandedOver, handOver } from './api/new-session.ts';
import { OWN_PASSWORD } from './api/own-password.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const UpdateProfileSuccess = builder.objectRef<{ developer: DeveloperRow }>('UpdateProfileSuccess').implement({
  description: 'The profile is changed.',
  fields: (t) => ({
    developer: t.field({ type: Developer, description: 'As it is now.', resolve: ({ developer }) => developer }),
  }),
});

builder.mutationField('updateProfile', (t) =>
  t.fieldWithInput({
    type: UpdateProfileSuccess,
    nullable: true,
    description: 'Changes the profile of the developer who is logged in.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'What to change of the profile; what is left out stays.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      fullName: t.input.string({ description: 'The name of the person, 1 to 256 characters on one line.' }),
      answers: t.input.field({
        type: [AnswerInput],
        description:
          'Answers to fields that are editable by the PERSON, and to those by NOBODY that have none yet; null takes away one that is ' +
          'not required.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => ({
      developer: await updateProfile(app, await developer(input.portal), input),
    }),
  }),
);

const ChangePasswordSuccess = builder.objectRef<HandedOver<LoggedIn>>('ChangePasswordSuccess').implement({
  description:
    'The password is replaced. Other sessions and all links have ended; the session that asked goes on under a new token.',
  fields: (t) => ({
    developer: t.field({ type: Developer, description: 'Whose it is.', resolve: ({ developer }) => developer }),
    token: t.exposeString('token', {
      nullable: true,
      description:
        'To be sent as `Authorization: Bearer` from now on; null where the session is held by a cookie, which is replaced.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When the session ends at the latest, as before; it ends sooner unused.',
    }),
  }),
});

builder.mutationField('changePassword', (t) =>
  t.fieldWithInput({
    type: ChangePasswordSuccess,
    nullable: true,
    description: 'Replaces the password of the developer who is logged in. A notice goes to the address.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The password there is, and the one to be.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      currentPassword: t.input.string({ description: OWN_PASSWORD }),
      newPassword: t.input.string({ required: true, description: 'As `portal.passwordPolicy` says; every character counts.' }),
    },
    resolve: async (_, { input }, { app, client, developer }) => {
      const changed = await changePassword(app, await developer(input.portal), input, client);
      return handOver(client, { portal: input.portal }, client.holds, changed);
    },
  }),
);

const DeleteAccountSuccess = builder.objectRef<{ portal: PortalRow }>('DeleteAccountSuccess').implement({
  description: 'Nothing is left of the account, and its address can register again.',
  fields: (t) => ({ portal: t.field({ type: Portal, description: 'Where it was.', resolve: ({ portal }) => portal }) }),
});

builder.mutationField('deleteAccount', (t) =>
  t.fieldWithInput({
    type: DeleteAccountSuccess,
    nullable: true,
    description:
      'Deletes the account of the developer who is logged in, for good. The portal keeps what was decided about it, without name and address.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'Which account to delete.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      email: t.input.string({
        required: true,
        description: 'The address of the account, as the person typed it to confirm the deletion. Do not fill it in for them.',
      }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) => {
      const portal = await deleteAccount(app, await developer(input.portal), input, client);
      if (client.holds === 'COOKIE') client.dropCookie({ portal: input.portal });
      return { portal };
    },
  }),
);
