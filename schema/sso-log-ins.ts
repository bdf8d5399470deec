import { InvalidInput, InvalidToken, NotAllowed, NotApproved, TooManyAttempts } from '../domain/errors.ts';
import { type ConfirmedSso, confirmSso } from '../domain/sso/confirm-sso.ts';
import { type LoggedInBySso, logInWithSso } from '../domain/sso/log-in-with-sso.ts';
import { startUrl } from '../domain/sso-connections/start-url.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { developerLogInSuccess } from './api/log-in-success.ts';
import { deviceToken, handOverLogIn, heldBefore, sessionKind } from './api/new-session.ts';
import { Portal } from './portals.ts';

const LogInWithSsoSuccess = developerLogInSuccess<LoggedInBySso>(
  'LogInWithSsoSuccess',
  'The developer is logged in with SSO and has a new session. The session that this client held before has ended.',
);

builder.objectFields(LogInWithSsoSuccess, (t) => ({
  portal: t.field({
    type: Portal,
    description: 'The portal that the developer is logged in at.',
    resolve: ({ portal }) => portal,
  }),
  returnTo: t.exposeString('returnTo', {
    nullable: true,
    description:
      'The `returnTo` from the start of the log-in: a path, or a URL on an origin of the portal. If it is null, go ' +
      'to `portal.catalogUrl`.',
  }),
}));

builder.mutationField('logInWithSso', (t) =>
  t.fieldWithInput({
    type: LogInWithSsoSuccess,
    nullable: true,
    description:
      'Exchanges the code of a log-in with SSO for a session. Start the log-in at the `startUrl` of a connection, ' +
      'with `challenge` and `callback`. InvalidToken if the code is too old or the verifier is wrong: a wrong ' +
      'verifier uses the code up. NotAllowed for a page that asks for a cookie from an origin that is not one of the ' +
      'portal.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, NotApproved, TooManyAttempts] },
    typeOptions: { description: 'The code from a log-in with SSO, with the secret that belongs to it.' },
    input: {
      code: t.input.string({
        required: true,
        description: 'The `code` parameter of the callback URL. It is valid once, for 60 seconds.',
      }),
      verifier: t.input.string({
        required: true,
        description:
          'The code verifier of RFC 7636, 43 to 128 characters. Its SHA-256 hash in base64url was the `challenge` at the ' +
          'start.',
      }),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      const loggedIn = await logInWithSso(app, input, (portal) => heldBefore(client, { portal }, input), client);
      const realm = { portal: loggedIn.portal.slug };
      return await handOverLogIn(client, realm, input.session, loggedIn);
    },
  }),
);

const ConfirmSsoSuccess = builder.objectRef<ConfirmedSso>('ConfirmSsoSuccess').implement({
  description: 'The account at the identity provider is linked. Nobody is logged in yet: send the browser to `startUrl`.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address of the developer, in canonical form.' }),
    status: t.expose('status', {
      type: DeveloperStatus,
      description:
        'The status of the registration. APPROVED: the person can log in now. PENDING: an email will tell the decision.',
    }),
    portal: t.expose('portal', { type: Portal, description: 'The portal to log in at.' }),
    startUrl: t.string({
      description: 'The URL that starts the log-in with SSO. Send the browser there.',
      resolve: ({ connection }, _, { app }) => startUrl(app, connection),
    }),
  }),
});

builder.mutationField('confirmSso', (t) =>
  t.fieldWithInput({
    type: ConfirmSsoSuccess,
    nullable: true,
    description:
      'Confirms, with the token from the email, that an account at an identity provider belongs to the reader, and ' +
      'links it. You can safely repeat it while the link is valid. InvalidToken if the link is unknown or too old.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The token of the link that links an account at an identity provider.' },
    input: {
      token: t.input.string({
        required: true,
        description: 'The token of the emailed link. It is valid for 24 hours, unless the operator sets another time.',
      }),
    },
    resolve: (_, { input }, { app }) => confirmSso(app, input),
  }),
);
