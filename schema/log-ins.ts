import { logIn } from '../domain/developers/log-in.ts';
import { logOut } from '../domain/developers/log-out.ts';
import {
  InvalidCredentials,
  InvalidInput,
  NotAllowed,
  NotApproved,
  NotFound,
  PasswordLoginOff,
  SecondFactorRequired,
  TooManyAttempts,
} from '../domain/errors.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { developerLogInSuccess } from './api/log-in-success.ts';
import { demandPage, deviceToken, logClientIn, sessionKind } from './api/new-session.ts';
import { Portal } from './portals.ts';

const LogInSuccess = developerLogInSuccess(
  'LogInSuccess',
  'The developer is logged in with a new session. The session that this client held before has ended.',
);

builder.mutationField('logIn', (t) =>
  t.fieldWithInput({
    type: LogInSuccess,
    nullable: true,
    description:
      'Logs a developer in with email address and password. NotApproved tells the status, and only after the right ' +
      'password. InvalidCredentials if the email address or the password is wrong. SecondFactorRequired if the developer has a ' +
      'second factor and the portal asks for it: go on with `confirmSecondFactor`. NotAllowed for a page that asks for a cookie ' +
      'from an origin that is not one of the portal.',
    errors: {
      types: [
        NotAllowed,
        InvalidInput,
        NotFound,
        PasswordLoginOff,
        InvalidCredentials,
        NotApproved,
        SecondFactorRequired,
        TooManyAttempts,
      ],
    },
    typeOptions: { description: 'The email address and the password of a developer.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({ required: true, description: 'The email address of the developer, such as `ada@example.com`.' }),
      password: t.input.string({ required: true, description: 'The password of the developer. Spaces count too.' }),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      const realm = { portal: input.portal };
      return await logClientIn(client, realm, input, (held) => logIn(app, input, held, client));
    },
  }),
);

const LogOutSuccess = builder
  .objectRef<{
    portal: PortalRow;
    ended: number;
    providerLogOutUrl: string | null;
  }>('LogOutSuccess')
  .implement({
    description: 'The developer is logged out. This is also the answer if nobody was logged in.',
    fields: (t) => ({
      portal: t.field({
        type: Portal,
        description: 'The portal that the developer logged out from.',
        resolve: ({ portal }) => portal,
      }),
      ended: t.exposeInt('ended', { description: 'The number of sessions that ended: 0 if nobody was logged in.' }),
      providerLogOutUrl: t.exposeString('providerLogOutUrl', {
        nullable: true,
        description:
          'After a log-in with SSO: the URL that logs the person out at the identity provider too (OpenID Connect ' +
          'RP-Initiated Logout 1.0). Send the browser there. Null if there was no such log-in, or if the provider has no ' +
          'such URL.',
      }),
    }),
  });

builder.mutationField('logOut', (t) =>
  t.fieldWithInput({
    type: LogOutSuccess,
    nullable: true,
    description:
      'Ends the session of the developer who is logged in, and deletes its cookie. NotAllowed for a page that sends ' +
      'no bearer token from an origin that is not one of the portal.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The portal to log out from.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      everywhere: t.input.boolean({
        defaultValue: false,
        description:
          'If true, all other sessions of the developer end too. That needs a session: without one it is NotAllowed.',
      }),
    },
    resolve: async (_, { input }, { app, client }) => {
      const realm = { portal: input.portal };
      if (client.holds === 'COOKIE') await demandPage(client, realm);
      const loggedOut = await logOut(app, input, await client.token(realm));
      if (client.holds === 'COOKIE') client.dropCookie(realm);
      return loggedOut;
    },
  }),
);
