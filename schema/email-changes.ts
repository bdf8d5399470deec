import { confirmEmailChange } from '../domain/email-changes/confirm-email-change.ts';
import type { MovedAddress } from '../domain/email-changes/move-address.ts';
import { requestEmailChange } from '../domain/email-changes/request-email-change.ts';
import { type UndoneChange, undoEmailChange } from '../domain/email-changes/undo-email-change.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { OWN_PASSWORD } from './api/own-password.ts';
import { Portal } from './portals.ts';

const RequestEmailChangeSuccess = builder.objectRef<{ email: string }>('RequestEmailChangeSuccess').implement({
  description: 'An email to the new email address is on its way. The answer never tells whether another account has it.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address from the input, in canonical form.' }),
  }),
});

builder.mutationField('requestEmailChange', (t) =>
  t.fieldWithInput({
    type: RequestEmailChangeSuccess,
    nullable: true,
    description:
      'Emails a link to the new email address of the developer who is logged in. The change happens when the link is ' +
      'confirmed within 24 hours. If another account has the email address, its owner gets a notice instead. The ' +
      'number of emails to one mailbox is limited as for `signUp`, for each developer who asks.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The new email address of a developer.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({
        required: true,
        description: 'The new email address, such as `ada@example.com`, at most 254 characters.',
      }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) =>
      requestEmailChange(app, await developer(input.portal), input, client),
  }),
);

const ConfirmEmailChangeSuccess = builder.objectRef<MovedAddress>('ConfirmEmailChangeSuccess').implement({
  description:
    'The email address is changed. The old address got an email with a link that undoes the change, valid for 72 ' +
    'hours. Nobody else can take the old address for that time.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The new email address to log in with, in canonical form.' }),
    portal: t.field({ type: Portal, description: 'The portal of the account.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('confirmEmailChange', (t) =>
  t.fieldWithInput({
    type: ConfirmEmailChangeSuccess,
    nullable: true,
    description:
      'Changes the email address of an account with the token from the email. A token works once. Nobody needs to be ' +
      'logged in. NotAllowed if another developer of the portal is logged in with this client: the token stays valid ' +
      'then. `link` tells which account it is about.',
    errors: { types: [InvalidToken, NotAllowed, TooManyAttempts] },
    typeOptions: { description: 'The token of the link that was emailed to the new email address.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the emailed link. It is valid for 24 hours.' }),
    },
    resolve: (_, { input }, { app, developer }) => confirmEmailChange(app, input, developer),
  }),
);

const UndoEmailChangeSuccess = builder.objectRef<UndoneChange>('UndoEmailChangeSuccess').implement({
  description:
    'The account has its old email address back. A stranger may have changed it, so all sessions and the password have ended. ' +
    'Accounts at identity providers that were linked in the 72 hours before the change, or since, are unlinked.',
  fields: (t) => ({
    passwordToken: t.exposeString('passwordToken', {
      nullable: true,
      description: 'A token for `setPassword`, to set a new password now. Null at a portal without password log-in.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when `passwordToken` ends. After that, use `requestPasswordReset`. Null if there is no token.',
    }),
    email: t.exposeString('email', { description: 'The email address to log in with, in canonical form.' }),
    portal: t.field({ type: Portal, description: 'The portal of the account.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('undoEmailChange', (t) =>
  t.fieldWithInput({
    type: UndoEmailChangeSuccess,
    nullable: true,
    description:
      'Gives an account its old email address back, with the token from the email to the old address. A token works ' +
      'once. Nobody needs to be logged in. InvalidToken if the token was used or is older than 72 hours.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The token of the link that was emailed to the old email address.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the emailed link. It is valid for 72 hours.' }),
    },
    resolve: (_, { input }, { app }) => undoEmailChange(app, input),
  }),
);
