import { InvalidInput, InvalidToken, NotAllowed, NotApproved, TooManyAttempts } from '../domain/errors.ts';
import { type ConfirmedSso, confirmSso } from '../domain/sso/confirm-sso.ts';
import { type LoggedInBySso, logInWithSso } from '../domain/sso/log-in-with-sso.ts';
import { startUrl } from '../domain/sso/start-url.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import {
  deviceToken,
  type HandedOver,
  handOver,
  handOverDevice,
  heldBefore,
  logInSuccess,
  sessionKind,
  type ToDevice,
} from './api/new-session.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const LogInWithSsoSuccess = logInSuccess<ToDevice<HandedOver<LoggedInBySso>>>('LogInWithSsoSuccess', 'XX.');

builder.objectFields(LogInWithSsoSuccess, (t) => ({
  developer: t.field({ type: Developer, description: 'Who is logged in.', resolve: ({ developer }) => developer }),
  portal: t.field({ type: Portal, description: 'Where.', resolve: ({ portal }) => portal }),
  returnTo: t.exposeString('returnTo', {
    nullable: true,
    description:
      'The `returnTo` that the log-in began with: a path, or an address on an origin of the portal. Null where none was given, ' +
      'or none that counts: then go to the `catalogUrl`.',
  }),
}));

builder.mutationField('logInWithSso', (t) =>
  t.fieldWithInput({
    type: LogInWithSsoSuccess,
    nullable: true,
    description:
      'Exchanges the code that came back from a log-in with SSO for a session. The log-in begins at the `startUrl` of a connection, ' +
      'with an S256 `challenge`, a `callback` among the `ssoCallbacks` of the portal, and `returnTo`. A wrong verifier spends the code. ' +
      'NotAllowed for a page of an origin that is not of the portal and asks for a cookie.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, NotApproved, TooManyAttempts] },
    typeOptions: { description: 'What a client of another origin came back with.' },
    input: {
      code: t.input.string({
        required: true,
        description: 'The `code` in the query of the callback address; valid once, for 60 seconds.',
      }),
      verifier: t.input.string({
        required: true,
        description: 'The text whose SHA-256, in base64url, was the `challenge` at the start (RFC 7636); 43 to 128 characters.',
      }),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      const loggedIn = await logInWithSso(app, input, (portal) => heldBefore(client, { portal }, input), client);
      const realm = { portal: loggedIn.portal.slug };
      return await handOverDevice(client, realm, input.session, handOver(client, realm, input.session, loggedIn));
    },
  }),
);

const ConfirmSsoSuccess = builder.objectRef<ConfirmedSso>('ConfirmSsoSuccess').implement({
  description:
    'The account at the provider logs in to the registration of this address from now on. Nobody is logged in by it.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The address in its canonical form.' }),
    status: t.expose('status', {
      type: DeveloperStatus,
      description: 'APPROVED: log in with SSO now. PENDING: wait for the mail that tells.',
    }),
    portal: t.expose('portal', { type: Portal, description: 'The portal to log in at.' }),
    startUrl: t.string({
      description: 'Where to send the browser to log in with SSO now.',
      resolve: ({ connection }, _, { app }) => startUrl(app, connection),
    }),
  }),
});

builder.mutationField('confirmSso', (t) =>
  t.fieldWithInput({
    type: ConfirmSsoSuccess,
    nullable: true,
    description:
      'Says, by the mailed link, that the account at the identity provider which the mail names is of the one who reads it. Succeeds ' +
      'each time while the link lives, and changes nothing after the first.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'What the mailed link holds.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the mailed link, valid for 24 hours by default.' }),
    },
    resolve: (_, { input }, { app }) => confirmSso(app, input),
  }),
);
