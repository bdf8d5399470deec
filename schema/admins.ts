import { adminLogIn } from '../domain/admins/admin-log-in.ts';
import { type AdminLoggedOut, adminLogOut } from '../domain/admins/admin-log-out.ts';
import type { AdminNewlyLoggedIn } from '../domain/admins/open-admin-session.ts';
import {
  InvalidCredentials,
  InvalidInput,
  NotAllowed,
  PasswordLoginOff,
  SecondFactorMissing,
  SecondFactorRequired,
  TooManyAttempts,
} from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import type { Admin as AdminRow } from '../prisma/generated/client/client.ts';
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
import { Portal } from './portals.ts';

/**
 * At most one for each portal, so there can be more of them than a list has elsewhere.
 * @limit roles: Roles in `admin.roles`. Beyond: The newest are left out.
 */
export const MOST_ROLES = 1_000;

export const Role = builder.enumType('Role', {
  description: 'What an admin is allowed to do at a portal.',
  values: {
    OWNER: { description: 'Everything, also settings and connections.' },
    APPROVER: { description: 'Read, ask, approve, reject, revoke, reinstate and delete developers, and retry jobs.' },
    VIEWER: { description: 'Read only.' },
  } as const,
});

const AdminRole = builder.prismaObject('AdminRole', {
  description: 'A role of an admin, for one portal or for all.',
  fields: (t) => ({
    role: t.expose('role', { type: Role, description: 'What the role allows.' }),
    portal: t.relation('portal', {
      type: Portal,
      nullable: true,
      description: 'The portal that the role is for. Null if it is for all portals.',
    }),
  }),
});

export const Admin = builder.prismaObject('Admin', {
  description: 'A person who runs portals. A developer with the same email address is a separate account.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the admin, a UUID.' }),
    email: t.exposeString('email', {
      description: 'The email address in canonical form: in lower case, with an ASCII domain.',
    }),
    roles: t.field({
      type: [AdminRole],
      description:
        'The roles of the admin, each for one portal or for all. At most 1,000, the oldest first. An OWNER of some ' +
        'portals sees the roles of other admins at these portals alone.',
      select: (_args, _context, nested) => ({ roles: nested({ orderBy: { id: 'asc' }, take: MOST_ROLES }) }),
      resolve: async ({ id, roles }, _, { admin }) => {
        const me = await admin();
        return me?.id === id ? roles : roles.filter(({ portalId }) => me !== null && may(me, 'manageAdmins', portalId));
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the admin was created.' }),
    lastLogInAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time of the last log-in. Null if the admin never logged in.',
      resolve: ({ lastLogInAt }) => (lastLogInAt.getTime() > 0 ? lastLogInAt : null),
    }),
  }),
});

builder.queryField('admin', (t) =>
  t.field({
    type: Admin,
    nullable: true,
    description: 'The admin who is logged in. Null if no admin is.',
    resolve: (_, __, { admin }) => admin(),
  }),
);

const AdminLogInSuccess = logInSuccess<ToDevice<HandedOver<AdminNewlyLoggedIn>>>(
  'AdminLogInSuccess',
  'The admin is logged in with a new session. The session that this client held before has ended.',
);

builder.objectFields(AdminLogInSuccess, (t) => ({
  admin: t.field({ type: Admin, description: 'The admin who is logged in.', resolve: ({ admin }): AdminRow => admin }),
}));

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
      const loggedIn = await adminLogIn(app, input, await heldBefore(client, 'admin', input), client);
      return await handOverDevice(client, 'admin', input.session, handOver(client, 'admin', input.session, loggedIn));
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
