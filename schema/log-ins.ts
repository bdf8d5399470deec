import { logIn, type NewlyLoggedIn } from '../domain/developers/log-in.ts';
import { logOut } from '../domain/developers/log-out.ts';
import {
  InvalidCredentials,
  InvalidInput,
  NotAllowed,
  NotApproved,
  NotFound,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import {
  demandPage,
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

const LogInSuccess = logInSuccess<ToDevice<HandedOver<NewlyLoggedIn>>>('LogInSuccess', 'XX.');

builder.objectFields(LogInSuccess, (t) => ({
  developer: t.field({ type: Developer, description: 'Who is logged in.', resolve: ({ developer }) => developer }),
}));

builder.mutationField('logIn', (t) =>
  t.fieldWithInput({
    type: LogInSuccess,
    nullable: true,
    description:
      'Logs in with address and password. Only the right password makes the answer name a status. NotAllowed for a page of an origin ' +
      'that is not of the portal and asks for a cookie.',
    errors: { types: [NotAllowed, InvalidInput, NotFound, PasswordLoginOff, InvalidCredentials, NotApproved, TooManyAttempts] },
    typeOptions: { description: 'Address and password.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      email: t.input.string({ required: true, description: 'The address that was registered.' }),
      password: t.input.string({ required: true, description: 'Every character counts.' }),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      const realm = { portal: input.portal };
      const loggedIn = await logIn(app, input, await heldBefore(client, realm, input), client);
      return await handOverDevice(client, realm, input.session, handOver(client, realm, input.session, loggedIn));
    },
  }),
);

const LogOutSuccess = builder.objectRef<{ portal: PortalRow; providerLogOutUrl: string | null }>('LogOutSuccess').implement({
  description: 'The client is logged out, whether or not it was logged in.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'Where.', resolve: ({ portal }) => portal }),
    providerLogOutUrl: t.exposeString('providerLogOutUrl', {
      nullable: true,
      description:
        'After a log-in with SSO: where to send the browser to be logged out at the identity provider, too (OpenID Connect ' +
        'RP-Initiated Logout 1.0). Null where the provider has no such place.',
    }),
  }),
});

builder.mutationField('logOut', (t) =>
  t.fieldWithInput({
    type: LogOutSuccess,
    nullable: true,
    description:
      'Ends the session that the client holds at a portal, and its cookie. NotAllowed for a page of an origin that is not of the portal ' +
      'and sends no bearer token.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'Where to log out.' },
    input: { portal: t.input.string({ required: true, description: 'The slug of the portal.' }) },
    resolve: async (_, { input }, { app, client }) => {
      const realm = { portal: input.portal };
      if (client.holds === 'COOKIE') await demandPage(client, realm);
      const loggedOut = await logOut(app, input, await client.token(realm));
      if (client.holds === 'COOKIE') client.dropCookie(realm);
      return loggedOut;
    },
  }),
);
