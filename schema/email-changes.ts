import { confirmEmailChange } from '../domain/developers/confirm-email-change.ts';
import type { MovedAddress } from '../domain/developers/move-address.ts';
import { requestEmailChange } from '../domain/developers/request-email-change.ts';
import { type UndoneChange, undoEmailChange } from '../domain/developers/undo-email-change.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { OWN_PASSWORD } from './api/own-password.ts';
import { Portal } from './portals.ts';

const RequestEmailChangeSuccess = builder.objectRef<{ email: string }>('RequestEmailChangeSuccess').implement({
  description:
    'A mail is on its way to the new address, the same for every address: whether it is free is told by that mail alone.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The new address in its canonical form, made from the input alone.' }),
  }),
});

builder.mutationField('requestEmailChange', (t) =>
  t.fieldWithInput({
    type: RequestEmailChangeSuccess,
    nullable: true,
    description:
      'Mails a link to the new address, valid for 24 hours; the address changes when it is confirmed there. The owner of an address ' +
      'that is taken gets a notice instead. Mails to one mailbox are bounded as those of `signUp` are, ' +
      'for each developer who asks.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The address to be.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      email: t.input.string({
        required: true,
        description: 'One mail address, such as name@example.com, of at most 254 characters.',
      }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) =>
      requestEmailChange(app, await developer(input.portal), input, client),
  }),
);

const ConfirmEmailChangeSuccess = builder.objectRef<MovedAddress>('ConfirmEmailChangeSuccess').implement({
  description: 'The address is changed. The old one got a mail that can undo it for 72 hours, and is reserved as long.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The new address in its canonical form, to log in with.' }),
    portal: t.field({ type: Portal, description: 'The portal of the account.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('confirmEmailChange', (t) =>
  t.fieldWithInput({
    type: ConfirmEmailChangeSuccess,
    nullable: true,
    description:
      'Changes the address of an account by the mailed link; succeeds once. Nobody needs to be logged in: NotAllowed, and the link stays ' +
      'as good as before, while another developer of the portal is logged in with this client. `link` says which account it is.',
    errors: { types: [InvalidToken, NotAllowed, TooManyAttempts] },
    typeOptions: { description: 'What the link that was mailed to the new address holds.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the mailed link, valid for 24 hours.' }),
    },
    resolve: (_, { input }, { app, developer }) => confirmEmailChange(app, input, developer),
  }),
);

const UndoEmailChangeSuccess = builder.objectRef<UndoneChange>('UndoEmailChangeSuccess').implement({
  description:
    'The account has its old address back. Its sessions and its password have ended, and accounts at identity providers that were linked ' +
    'in the 72 hours before the change, or since, log in no more: somebody else may hold all of these.',
  fields: (t) => ({
    passwordToken: t.exposeString('passwordToken', {
      nullable: true,
      description: 'For `setPassword`, to choose a new password at once; null at a portal without passwords.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When `passwordToken` ends; null without one. Later, `requestPasswordReset` leads to a new password.',
    }),
    email: t.exposeString('email', { description: 'The address in its canonical form, to log in with.' }),
    portal: t.field({ type: Portal, description: 'The portal of the account.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('undoEmailChange', (t) =>
  t.fieldWithInput({
    type: UndoEmailChangeSuccess,
    nullable: true,
    description: 'Gives an account its old address back by the mailed link; succeeds once. Nobody needs to be logged in.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'What the link that was mailed to the old address holds.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the mailed link, valid for 72 hours.' }),
    },
    resolve: (_, { input }, { app }) => undoEmailChange(app, input),
  }),
);
