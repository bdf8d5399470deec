import { may } from '../domain/permissions.ts';
import { builder } from './api/builder.ts';
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
