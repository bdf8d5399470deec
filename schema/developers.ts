import type { GraphQLResolveInfo } from 'graphql';
import type { App } from '../domain/app.ts';
import {
  countDevelopers,
  DEVELOPERS,
  DEVELOPERS_WITH_LOG_INS,
  listDevelopers,
  type Wanted,
} from '../domain/developers/list-developers.ts';
import { withoutUndone } from '../domain/developers/without-undone.ts';
import { isId } from '../domain/ids.ts';
import { inReach } from '../domain/permissions.ts';
import { readList } from '../domain/read-list.ts';
import { DeveloperStatus as DeveloperStatusInOrder } from '../prisma/generated/client/enums.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { DeveloperStatus, SortDirection } from './api/enums.ts';
import { isForAdmin } from './api/for-admins.ts';
import { type Kind, moment, type Order, oneOf, text } from './api/keyset.ts';
import { beyondSql, keysSql, orderSql } from './api/keyset-sql.ts';
import { LONGEST_LIST, pageOf, selected, type Window } from './api/paging.ts';
import { Decision } from './decisions.ts';
import { DeveloperFilter, wanted } from './developer-filter.ts';
import { Portal } from './portals.ts';

export const Developer = builder.prismaObject('Developer', {
  description: 'The registration of one person at one portal. Only that person and the admins of the portal can read it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the developer, a UUID.' }),
    email: t.exposeString('email', {
      description: 'The email address in canonical form: in lower case, with an ASCII domain. It is unique at the portal.',
    }),
    fullName: t.exposeString('fullName', {
      description:
        'The name of the person, such as `Ada Lovelace`. Until the email address is verified, anyone can have typed it.',
    }),
    locale: t.exposeString('locale', {
      nullable: true,
      description: 'The language that the person reads, as a tag of BCP 47, such as `de-AT`. Null if it is not known.',
    }),
    status: t.expose('status', { type: DeveloperStatus, description: 'The status of the registration.' }),
    emailVerified: t.boolean({
      description: 'Whether the person verified the email address.',
      resolve: ({ emailVerifiedAt }) => emailVerifiedAt !== null,
    }),
    hasPassword: t.boolean({
      description: 'Whether the account has a password.',
      resolve: ({ passwordHash }) => passwordHash !== null,
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'The time when the email address was first registered.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'The time when the registration last changed.' }),
    deletionDueAt: t.expose('deletionDueAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The time when the account is going to be deleted, because its person called `deleteAccount`. `keepAccount` keeps it. Null if ' +
        'it stays.',
    }),
    lastLogInAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time of the last log-in. Null if the developer never logged in.',
      select: { logIn: { select: { lastLogInAt: true } } },
      resolve: ({ logIn }) => (logIn && logIn.lastLogInAt.getTime() > 0 ? logIn.lastLogInAt : null),
    }),
    portal: t.relation('portal', { type: Portal, description: 'The portal of the registration.' }),
    decisions: t.field({
      type: [Decision],
      description:
        'The changes of status, the oldest first. Only the last 100. If the developer asks, without the decisions that an admin undid.',
      select: (_args, _context, nested) => ({
        portalId: true,
        decisions: nested({ orderBy: { id: 'asc' }, take: -LONGEST_LIST }),
      }),
      resolve: async ({ portalId, decisions }, _, context) =>
        (await isForAdmin({ portalId }, context)) ? decisions : withoutUndone(decisions),
    }),
  }),
});

builder.queryField('me', (t) =>
  t.field({
    type: Developer,
    nullable: true,
    description: 'The developer who is logged in at a portal. Null if nobody is.',
    args: { portal: t.arg.string({ required: true, description: 'The slug of the portal, such as `demo`.' }) },
    resolve: (_, { portal }, context) => context.developer(portal),
  }),
);

builder.queryField('developer', (t) =>
  t.prismaField({
    type: Developer,
    nullable: true,
    description: 'One developer. Null if there is none with this id at a portal of the admin who asks.',
    args: { id: t.arg.id({ required: true, description: 'The id of the developer, a UUID.' }) },
    resolve: async (query, _, { id }, { app, caller }) => {
      const asking = await caller();
      if (!asking || !isId(id)) return null;
      return await app.prisma.developer.findUnique({ ...query, where: { id, ...inReach(asking) } });
    },
  }),
);

const DeveloperOrderField = builder.enumType('DeveloperOrderField', {
  description: 'A field that a list of developers can be ordered by.',
  values: {
    CREATED_AT: { value: 'createdAt', description: 'The time of the registration.' },
    UPDATED_AT: { value: 'updatedAt', description: 'The time of the last change.' },
    LAST_LOG_IN_AT: {
      value: 'lastLogInAt',
      description: 'The time of the last log-in. Developers who never logged in have the smallest value.',
    },
    EMAIL: { value: 'email', description: 'The email address.' },
    FULL_NAME: { value: 'fullName', description: 'The name.' },
    STATUS: {
      value: 'status',
      description: 'The status, in the order PENDING, APPROVED, REJECTED, REVOKED; then the time of the registration.',
    },
  } as const,
});

const DeveloperOrder = builder.inputType('DeveloperOrder', {
  description: 'The order of a list of developers.',
  fields: (t) => ({
    field: t.field({ type: DeveloperOrderField, required: true, description: 'The field to order by.' }),
    direction: t.field({
      type: SortDirection,
      defaultValue: 'ASC',
      description: 'Whether the list starts with the smallest or the largest value.',
    }),
  }),
});

/** How the fields that a list can be ordered by are written into its cursors. */
const KINDS: Record<typeof DeveloperOrderField.$inferType, Kind> = {
  createdAt: moment,
  updatedAt: moment,
  lastLogInAt: moment,
  email: text,
  fullName: text,
  status: oneOf('DeveloperStatus', Object.keys(DeveloperStatusInOrder)),
};

/** Each has an index, which starts with the portal. */
function orderOf({ field, direction }: typeof DeveloperOrder.$inferInput): Order {
  const way = direction === 'DESC' ? 'desc' : 'asc';
  const columns = field === 'status' ? (['status', 'createdAt'] as const) : [field];
  return { by: columns.map((column) => ({ column, kind: KINDS[column], direction: way })), id: way };
}

/** One page, with what of its rows is asked for. */
export const readPage = (context: Context, info: GraphQLResolveInfo, listed: Wanted, window: Window) =>
  readList(context.app, (app) => readPageFrom(app, selected(context, info), listed, window));

/** Reads the page again if one of its rows was deleted meanwhile: without it, the page would look like the last one. */
async function readPageFrom(app: App, chosen: ReturnType<typeof selected>, listed: Wanted, { order, bounds, take }: Window) {
  const isByLogIn = order.by.some(({ column }) => column === 'lastLogInAt');
  const from = isByLogIn ? DEVELOPERS_WITH_LOG_INS : DEVELOPERS;
  const page = { from, keys: keysSql(order), order: orderSql(order), bounds: bounds.map(beyondSql), take };
  for (;;) {
    const rows = await listDevelopers(app, listed, page);
    const ids = rows.map(({ id }) => id);
    const found = await app.prisma.developer.findMany({ ...chosen, where: { id: { in: ids } } });
    const byId = new Map(found.map((developer) => [developer.id, developer]));
    if (byId.size < ids.length) continue;
    return rows.flatMap(({ id, last_log_in_at: lastLogInAt }) => {
      const developer = byId.get(id);
      // The cursor needs it.
      return developer ? [Object.assign(developer, lastLogInAt && { lastLogInAt })] : [];
    });
  }
}

builder.queryField('developers', (t) =>
  t.connection(
    {
      type: Developer,
      nullable: true,
      description:
        'The developers of the portals of the admin who asks, in pages of 20, at most 100. Fails with NOT_ALLOWED for ' +
        'other people and for other portals.',
      args: {
        portal: t.arg.string({ description: 'The slug of one portal. Leave it out for all portals of the admin.' }),
        filter: t.arg({ type: DeveloperFilter, description: 'Conditions that the developers must meet.' }),
        orderBy: t.arg({ type: DeveloperOrder, description: 'The order of the list. The newest first if left out.' }),
      },
      resolve: async (_, args, context, info) => {
        const { app } = context;
        const listed = await wanted(context, args);
        return pageOf(args, {
          order: orderOf(args.orderBy ?? { field: 'createdAt', direction: 'DESC' }),
          where: {},
          find: (_slice, window) => readPage(context, info, listed, window),
          count: (most) => readList(app, (there) => countDevelopers(there, listed, most)),
        });
      },
    },
    { description: 'A page of a list of developers.' },
    { description: 'A developer on a page, with its cursor.' },
  ),
);
