import { changePassword } from '../domain/developers/change-password.ts';
import { type DeletedAccount, deleteAccount } from '../domain/developers/delete-account.ts';
import type { LoggedIn } from '../domain/developers/open-developer-session.ts';
import { updateProfile } from '../domain/developers/update-profile.ts';
import { InvalidCredentials, InvalidInput, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { AnswerInput } from './answers.ts';
import { builder } from './api/builder.ts';
import { type HandedOver, handOver } from './api/new-session.ts';
import { OWN_PASSWORD } from './api/own-password.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const UpdateProfileSuccess = builder.objectRef<{ developer: DeveloperRow }>('UpdateProfileSuccess').implement({
  description: 'The profile is changed.',
  fields: (t) => ({
    developer: t.field({
      type: Developer,
      description: 'The developer with the new profile.',
      resolve: ({ developer }) => developer,
    }),
  }),
});

builder.mutationField('updateProfile', (t) =>
  t.fieldWithInput({
    type: UpdateProfileSuccess,
    nullable: true,
    description:
      'Changes the name, the answers or the language of the developer who is logged in. NotAllowed if nobody is logged in. ' +
      'InvalidInput with the code READ_ONLY for an answer that the person cannot edit.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The changes of a profile. Values that are left out stay.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      fullName: t.input.string({
        description: 'The name of the person on one line, 1 to 256 characters, such as `Ada Lovelace`.',
      }),
      answers: t.input.field({
        type: [AnswerInput],
        description:
          'Answers to fields that the person can edit, and first answers to fields with `editableBy` NOBODY. Null ' +
          'removes an answer that is not required.',
      }),
      locale: t.input.string({
        description:
          'The language that the person reads, as a tag of BCP 47 of at most 35 characters, such as `de-AT`. Null forgets it.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => ({
      developer: await updateProfile(app, await developer(input.portal), input),
    }),
  }),
);

const ChangePasswordSuccess = builder.objectRef<HandedOver<LoggedIn>>('ChangePasswordSuccess').implement({
  description: 'The password is changed. All other sessions and all links have ended, and this session has a new token.',
  fields: (t) => ({
    developer: t.field({
      type: Developer,
      description: 'The developer whose password was changed.',
      resolve: ({ developer }) => developer,
    }),
    token: t.exposeString('token', {
      nullable: true,
      description:
        'The new bearer token, to send from now on. Null if a cookie holds the session: the answer replaces the cookie.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description:
        'The time when the session ends at the latest. The change does not move it. The session ends earlier if it is ' +
        'not used.',
    }),
  }),
});

builder.mutationField('changePassword', (t) =>
  t.fieldWithInput({
    type: ChangePasswordSuccess,
    nullable: true,
    description:
      'Changes the password of the developer who is logged in, who gets an email about it. InvalidCredentials if the ' +
      'current password is wrong. NotAllowed if nobody is logged in.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The current password of a developer and the new one.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      currentPassword: t.input.string({ description: OWN_PASSWORD }),
      newPassword: t.input.string({
        required: true,
        description: 'The new password, as `portal.passwordPolicy` requires. Spaces count too.',
      }),
    },
    resolve: async (_, { input }, { app, client, developer }) => {
      const changed = await changePassword(app, await developer(input.portal), input, client);
      return handOver(client, { portal: input.portal }, client.holds, changed);
    },
  }),
);

const DeleteAccountSuccess = builder.objectRef<DeletedAccount>('DeleteAccountSuccess').implement({
  description:
    'The account is deleted, or is going to be, with `deletionDueAt`. All sessions have ended. The email address of a deleted account ' +
    'can register again.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal that the account belonged to.', resolve: ({ portal }) => portal }),
    deletionDueAt: t.expose('deletionDueAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The time when the account is going to be deleted. Until then it can be kept. Null if it is deleted already.',
    }),
  }),
});

builder.mutationField('deleteAccount', (t) =>
  t.fieldWithInput({
    type: DeleteAccountSuccess,
    nullable: true,
    description:
      'Deletes the account of the developer who is logged in. Nobody can bring it back. The portal keeps the ' +
      'decisions about it, without name and email address. If `portal.deletionGraceDays` is more than 0, the account is deleted so ' +
      'many days later. Until then the person can log in and call `keepAccount`, and gets an email with a link for ' +
      '`keepAccountByLink`. An account that waits for that keeps its time. InvalidInput if `email` is not the email address of the ' +
      'account.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The account that its owner deletes.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({
        required: true,
        description:
          'The email address of the account, typed by the person to confirm the deletion. Do not fill it in for them.',
      }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) => {
      const deleted = await deleteAccount(app, await developer(input.portal), input, client);
      if (client.holds === 'COOKIE') client.dropCookie({ portal: input.portal });
      return deleted;
    },
  }),
);
