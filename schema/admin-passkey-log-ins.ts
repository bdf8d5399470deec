import { adminLogInWithPasskey } from '../domain/admins/admin-log-in-with-passkey.ts';
import { adminStartPasskeyLogIn } from '../domain/admins/admin-start-passkey-log-in.ts';
import {
  InvalidCredentials,
  InvalidInput,
  InvalidToken,
  NotAllowed,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { adminLogInSuccess } from './api/log-in-success.ts';
import { demandPage, deviceToken, logClientIn, sessionKind } from './api/new-session.ts';
import { challengeToken, passkeyChallenge, passkeyText } from './api/passkey-challenge.ts';

builder.mutationField('adminStartPasskeyLogIn', (t) =>
  t.fieldWithInput({
    type: passkeyChallenge('AdminStartPasskeyLogInSuccess', 'The browser can ask the admin for a passkey now.', 'get'),
    nullable: true,
    description:
      'Begins a log-in of an admin with a passkey, without an email address and without a password. The answer is the same for ' +
      'everyone. NotAllowed for a page of another origin.',
    errors: { types: [NotAllowed, TooManyAttempts] },
    typeOptions: { description: 'How an admin is going to log in with a passkey.' },
    input: { session: t.input.field(sessionKind) },
    resolve: async (_, _args, { app, client }) => {
      await demandPage(client, 'admin');
      return await adminStartPasskeyLogIn(app);
    },
  }),
);

const AdminLogInWithPasskeySuccess = adminLogInSuccess(
  'AdminLogInWithPasskeySuccess',
  'The passkey logged the admin in with a new session. The session that this client held before has ended.',
);

builder.mutationField('adminLogInWithPasskey', (t) =>
  t.fieldWithInput({
    type: AdminLogInWithPasskeySuccess,
    nullable: true,
    description:
      'Logs an admin in with a passkey. It counts as both factors. InvalidToken if the challenge has ended: begin again. ' +
      'InvalidCredentials if the passkey is not one of an admin, or if its signature is wrong. NotAllowed for a page of another origin.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, PasswordLoginOff, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'A passkey of an admin, and the challenge that it signed.' },
    input: {
      challenge: t.input.string(challengeToken),
      passkey: t.input.string(passkeyText),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      await demandPage(client, 'admin');
      return await logClientIn(client, 'admin', input, (held) => adminLogInWithPasskey(app, input, held, client));
    },
  }),
);
