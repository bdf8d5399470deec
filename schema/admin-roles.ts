import { removeAdmin } from '../domain/admins/remove-admin.ts';
import { updateAdmin } from '../domain/admins/update-admin.ts';
import { ConfirmationRequired, InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { inReach, mayAnywhere } from '../domain/permissions.ts';
import type { Admin as AdminRow, Prisma } from '../prisma/generated/client/client.ts';
import { Admin, Role } from './admins.ts';
import { builder } from './api/builder.ts';
import { SortDirection } from './api/enums.ts';
import { moment, type Order } from './api/keyset.ts';
import { pageOf, selected } from './api/paging.ts';

const AdminFilter = builder.inputType('AdminFilter', {
  description: 'Conditions for a list of admins. An admin must meet all that are given.',
  fields: (t) => ({
    loggedInSince: t.field({ type: 'DateTime', description: 'Admins who logged in at this time or later.' }),
    notLoggedInSince: t.field({
      type: 'DateTime',
      description: 'Admins who have not logged in since this time, also those who never logged in.',
    }),
  }),
});

function loggedIn({ loggedInSince, notLoggedInSince }: typeof AdminFilter.$inferInput): Prisma.AdminWhereInput[] {
  return [
    ...(loggedInSince ? [{ lastLogInAt: { gte: loggedInSince } }] : []),
    ...(notLoggedInSince ? [{ lastLogInAt: { lt: notLoggedInSince } }] : []),
  ];
}

const AdminOrderField = builder.enumType('AdminOrderField', {
  description: 'A field that a list of admins can be ordered by.',
  values: {
    CREATED_AT: { value: 'createdAt', description: 'The time when the admin was created.' },
    LAST_LOG_IN_AT: {
      value: 'lastLogInAt',
      description: 'The time of the last log-in. Admins who never logged in have the smallest value.',
    },
  } as const,
});

const AdminOrder = builder.inputType('AdminOrder', {
  description: 'The order of a list of admins.',
  fields: (t) => ({
    field: t.field({ type: AdminOrderField, required: true, description: 'The field to order the admins by.' }),
    direction: t.field({
      type: SortDirection,
      defaultValue: 'ASC',
      description: 'Whether the list of admins starts with the smallest or the largest value.',
    }),
  }),
});

/** Ids are in the order of creation. */
function orderOf(orderBy: typeof AdminOrder.$inferInput | null | undefined): Order {
  const direction = orderBy?.direction === 'DESC' ? 'desc' : 'asc';
  const by = orderBy?.field === 'lastLogInAt' ? [{ column: 'lastLogInAt', kind: moment, direction } as const] : [];
  return { by, id: direction };
}

builder.queryField('admins', (t) =>
  t.connection(
    {
      type: Admin,
      nullable: true,
      description:
        'The admins who have a role at a portal of the OWNER who asks, the oldest first, in pages of 20, at most 100. ' +
        'Fails with NOT_ALLOWED for people who are no OWNER.',
      args: {
        filter: t.arg({ type: AdminFilter, description: 'Conditions that the admins must meet.' }),
        orderBy: t.arg({ type: AdminOrder, description: 'The order of the list. The oldest admin first if left out.' }),
      },
      resolve: async (_, args, context, info) => {
        const me = await context.admin();
        if (!me || !mayAnywhere(me, 'manageAdmins')) throw new NotAllowed();
        const { admin } = context.app.prisma;
        const where = { AND: [{ roles: { some: inReach(me, 'manageAdmins') } }, ...loggedIn(args.filter ?? {})] };
        return pageOf(args, {
          order: orderOf(args.orderBy),
          where,
          find: (slice) => admin.findMany({ ...selected(context, info), ...slice }),
          count: (take) => admin.count({ where, take }),
        });
      },
    },
    { description: 'A page of a list of admins.' },
    { description: 'An admin on a page, with its cursor.' },
  ),
);

export const AdminRoleInput = builder.inputType('AdminRoleInput', {
  description: 'A role for one portal, or for all portals.',
  fields: (t) => ({
    portal: t.string({
      description:
        'The slug of the portal, such as `acme`. Null or left out for all portals, which only an OWNER of all portals can ' +
        'give. A portal that is not there is InvalidInput.',
    }),
    role: t.field({ type: Role, required: true, description: 'What the admin is allowed to do there.' }),
  }),
});

const UpdateAdminSuccess = builder.objectRef<{ admin: AdminRow }>('UpdateAdminSuccess').implement({
  description: 'The admin has the new roles.',
  fields: (t) => ({
    admin: t.field({ type: Admin, description: 'The admin with the new roles.', resolve: ({ admin }) => admin }),
  }),
});

builder.mutationField('updateAdmin', (t) =>
  t.fieldWithInput({
    type: UpdateAdminSuccess,
    nullable: true,
    description:
      'Replaces the roles of another admin. An OWNER of all portals replaces all roles. An OWNER of some portals ' +
      'replaces the roles at these portals, and the others stay. The change counts from the next request of the admin on. ' +
      'NotAllowed for the own roles, for a role that the caller cannot give, and if no OWNER of all portals would remain. ' +
      'NotFound if there is no such admin, or the admin has no role at a portal of the caller.',
    errors: { types: [NotAllowed, InvalidInput, NotFound, ConfirmationRequired] },
    typeOptions: { description: 'The new roles of an admin.' },
    input: {
      id: t.input.id({ required: true, description: 'The id of the admin, from `admins`.' }),
      roles: t.input.field({
        type: [AdminRoleInput],
        required: true,
        description: 'All roles that the admin has from now on, 1 to 100, at most one for each portal.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ admin: await updateAdmin(app, await admin(), input) }),
  }),
);

const RemoveAdminSuccess = builder.objectRef<{ id: string; isDeleted: boolean }>('RemoveAdminSuccess').implement({
  description: 'The roles are taken away.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the admin.' }),
    deleted: t.exposeBoolean('isDeleted', {
      description:
        'Whether the admin was deleted, with sessions, links and invitations, because no role was left. False if the ' +
        'admin keeps roles at portals of other OWNERs.',
    }),
  }),
});

builder.mutationField('removeAdmin', (t) =>
  t.fieldWithInput({
    type: RemoveAdminSuccess,
    nullable: true,
    description:
      'Takes away the roles of an admin at the portals of the caller, and deletes an admin without roles. Every admin ' +
      'can remove themselves. Decisions of the admin stay. NotAllowed if no OWNER of all portals would remain, or the ' +
      'caller is no OWNER. NotFound if there is no such admin, or the admin has no role at a portal of the caller.',
    errors: { types: [NotAllowed, NotFound, ConfirmationRequired] },
    typeOptions: { description: 'The admin who loses the roles.' },
    input: { id: t.input.id({ required: true, description: 'The id of the admin, from `admins`.' }) },
    resolve: async (_, { input }, { app, admin, client }) => {
      const me = await admin();
      const removed = await removeAdmin(app, me, input);
      if (removed.id === me?.id && client.holds === 'COOKIE') client.dropCookie('admin');
      return removed;
    },
  }),
);
