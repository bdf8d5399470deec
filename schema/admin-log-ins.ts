import { adminLogIn } from '../domain/admins/admin-log-in.ts';
import { type AdminLoggedOut, adminLogOut } from '../domain/admins/admin-log-out.ts';
import {
  InvalidCredentials,
  InvalidInput,
  NotAllowed,
  PasswordLoginOff,
  SecondFactorMissing,
  SecondFactorRequired,
  TooManyAttempts,
} from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { adminLogInSuccess } from './api/log-in-success.ts';
import { demandPage, deviceToken, logClientIn, sessionKind } from './api/new-session.ts';

const AdminLogInSuccess = adminLogInSuccess(
  'AdminLogInSuccess',
  'The admin is logged in with a new session. The session that this client held before has ended.',
);

builder.mutationField('adminLogIn', (t) =>
  t.fieldWithInput({
    type: AdminLogInSuccess,
    nullable: true,
    description:
      'Logs an admin in with email address and password. NotAllowed for a page of another origin. InvalidCredentials ' +
      'if the email address or the password is wrong. SecondFactorRequired if the admin has a second factor: go on with ' +
      '`adminConfirmSecondFactor`. SecondFactorMissing if the installation requires one and the admin has none.',
    errors: {
      types: [
        NotAllowed,
        InvalidInput,
        PasswordLoginOff,
        InvalidCredentials,
        SecondFactorRequired,
        SecondFactorMissing,
        TooManyAttempts,
      ],
    },
    typeOptions: { description: 'The email address and the password of an admin.' },
    input: {
      email: t.input.string({ required: true, description: 'The email address of the admin, such as `ada@example.com`.' }),
      password: t.input.string({ required: true, description: 'The password of the admin. Spaces count too.' }),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      await demandPage(client, 'admin');
      return await logClientIn(client, 'admin', input, (held) => adminLogIn(app, input, held, client));
    },
  }),
);

const AdminLogOutSuccess = builder.objectRef<AdminLoggedOut>('AdminLogOutSuccess').implement({
  description: 'The admin is logged out. This is also the answer if nobody was logged in.',
  fields: (t) => ({
    ended: t.exposeInt('ended', { description: 'The number of sessions that ended: 0 if nobody was logged in.' }),
    providerLogOutUrl: t.exposeString('providerLogOutUrl', {
      nullable: true,
      description:
        'The URL that logs the admin out at the provider of the company. Send the browser there. Null after a log-in ' +
        'without SSO, and if the provider has no such URL.',
    }),
  }),
});

builder.mutationField('adminLogOut', (t) =>
  t.fieldWithInput({
    type: AdminLogOutSuccess,
    nullable: true,
    description:
      'Ends the session of the admin who is logged in, and deletes its cookie. NotAllowed for a page of another ' +
      'origin that sends no bearer token.',
    errors: { types: [NotAllowed] },
    typeOptions: { description: 'Which sessions of an admin end.' },
    input: {
      everywhere: t.input.boolean({
        defaultValue: false,
        description: 'If true, all other sessions of the admin end too. That needs a session: without one it is NotAllowed.',
      }),
    },
    resolve: async (_, { input }, { app, client }) => {
      if (client.holds === 'COOKIE') await demandPage(client, 'admin');
      const loggedOut = await adminLogOut(app, await client.token('admin'), input.everywhere === true);
      if (client.holds === 'COOKIE') client.dropCookie('admin');
      return loggedOut;
    },
  }),
);
