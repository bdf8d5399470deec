import { logInWithPasskey } from '../domain/developers/log-in-with-passkey.ts';
import { startPasskeyLogIn } from '../domain/developers/start-passkey-log-in.ts';
import {
  InvalidCredentials,
  InvalidInput,
  InvalidToken,
  NotAllowed,
  NotApproved,
  NotFound,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { developerLogInSuccess } from './api/log-in-success.ts';
import { demandPage, deviceToken, logClientIn, sessionKind } from './api/new-session.ts';
import { challengeToken, passkeyChallenge, passkeyText } from './api/passkey-challenge.ts';

const portal = { required: true, description: 'The slug of the portal, such as `demo`.' } as const;

builder.mutationField('startPasskeyLogIn', (t) =>
  t.fieldWithInput({
    type: passkeyChallenge('StartPasskeyLogInSuccess', 'The browser can ask the person for a passkey now.', 'get'),
    nullable: true,
    description:
      'Begins a log-in with a passkey, without an email address and without a password. The answer is the same for everyone. ' +
      'NotAllowed if the portal has `secondFactor` OFF, or for a page that asks for a cookie from an origin that is not one of the portal.',
    errors: { types: [NotAllowed, NotFound, PasswordLoginOff, TooManyAttempts] },
    typeOptions: { description: 'The portal to log in at with a passkey.' },
    input: { portal: t.input.string(portal), session: t.input.field(sessionKind) },
    resolve: async (_, { input }, { app, client }) => {
      if (input.session !== 'TOKEN') await demandPage(client, { portal: input.portal });
      return await startPasskeyLogIn(app, input);
    },
  }),
);

const LogInWithPasskeySuccess = developerLogInSuccess(
  'LogInWithPasskeySuccess',
  'The passkey logged the developer in with a new session. The session that this client held before has ended.',
);

builder.mutationField('logInWithPasskey', (t) =>
  t.fieldWithInput({
    type: LogInWithPasskeySuccess,
    nullable: true,
    description:
      'Logs a developer in with a passkey. It counts as both factors. NotApproved tells the status, and only after a right ' +
      'signature. InvalidToken if the challenge has ended: begin again. InvalidCredentials if the passkey is not one of this portal, ' +
      'or if its signature is wrong. NotAllowed for a page that asks for a cookie from an origin that is not one of the portal.',
    errors: {
      types: [
        NotAllowed,
        InvalidInput,
        NotFound,
        PasswordLoginOff,
        InvalidToken,
        InvalidCredentials,
        NotApproved,
        TooManyAttempts,
      ],
    },
    typeOptions: { description: 'A passkey of a developer, and the challenge that it signed.' },
    input: {
      portal: t.input.string(portal),
      challenge: t.input.string(challengeToken),
      passkey: t.input.string(passkeyText),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      const realm = { portal: input.portal };
      return await logClientIn(client, realm, input, (held) => logInWithPasskey(app, input, held, client));
    },
  }),
);
