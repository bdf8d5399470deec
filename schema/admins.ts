import { type AdminNewlyLoggedIn, adminLogIn } from '../domain/admins/log-in.ts';
import { adminLogOut } from '../domain/admins/log-out.ts';
import { InvalidCredentials, InvalidInput, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
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

/** At most one for each portal, so there can be more of them than a list has elsewhere. */
const MOST_ROLES = 1_000;

const Role = builder.enumType('Role', {
  description: 'What an admin may do.',
  values: {
    OWNER: { description: 'Everything.' },
    APPROVER: { description: 'Read, and decide about registrations.' },
    VIEWER: { description: 'Read.' },
  } as const,
});

const AdminRole = builder.prismaObject('AdminRole', {
  description: 'A role, and where it holds.',
  fields: (t) => ({
    role: t.expose('role', { type: Role, description: 'What the admin may do.' }),
    portal: t.relation('portal', { type: Portal, nullable: true, description: 'Where; null for all portals.' }),
  }),
});

export const Admin = builder.prismaObject('Admin', {
  description: 'Someone who runs portals. A developer with the same address is somebody else.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID.' }),
    email: t.exposeString('email', { description: 'The address in its canonical form.' }),
    roles: t.relation('roles', {
      type: AdminRole,
      description: 'What the admin may do, and where; the first 1,000 at most.',
      query: { orderBy: { id: 'asc' }, take: MOST_ROLES },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the admin was created.' }),
  }),
});

builder.queryField('admin', (t) =>
  t.field({
    type: Admin,
    nullable: true,
    description: 'The admin who is logged in; null for everyone else.',
    resolve: (_, __, { admin }) => admin(),
  }),
);

const AdminLogInSuccess = logInSuccess<ToDevice<HandedOver<AdminNewlyLoggedIn>>>('AdminLogInSuccess', 'XX.');

builder.objectFields(AdminLogInSuccess, (t) => ({
  admin: t.field({ type: Admin, description: 'Who is logged in.', resolve: ({ admin }): AdminRow => admin }),
}));

builder.mutationField('adminLogIn', (t) =>
  t.fieldWithInput({
    type: AdminLogInSuccess,
    nullable: true,
    description: 'Logs an admin in. NotAllowed for a page of another origin.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'Address and password of an admin.' },
    input: {
      email: t.input.string({ required: true, description: 'The address of the admin.' }),
      password: t.input.string({ required: true, description: 'Every character counts.' }),
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

const AdminLogOutSuccess = builder.objectRef<{ ended: number }>('AdminLogOutSuccess').implement({
  description: 'The client is logged out, whether or not it was logged in.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'How many sessions ended.' }) }),
});

builder.mutationField('adminLogOut', (t) =>
  t.fieldWithInput({
    type: AdminLogOutSuccess,
    nullable: true,
    description:
      'Ends the session of the admin that the client holds, and its cookie. NotAllowed for a page of another origin without a bearer token.',
    errors: { types: [NotAllowed] },
    typeOptions: { description: 'Which sessions to end.' },
    input: {
      everywhere: t.input.boolean({
        defaultValue: false,
        description: 'Whether the other sessions of the admin end too; NotAllowed without a session.',
      }),
    },
    resolve: async (_, { input }, { app, client }) => {
      if (client.holds === 'COOKIE') await demandPage(client, 'admin');
      const ended = await adminLogOut(app, await client.token('admin'), input.everywhere === true);
      if (client.holds === 'COOKIE') client.dropCookie('admin');
      return { ended };
    },
  }),
);
