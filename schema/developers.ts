import { isId } from '../domain/ids.ts';
import { inReach } from '../domain/permissions.ts';
import { DeveloperStatus as DeveloperStatusInOrder } from '../prisma/generated/client/enums.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus, SortDirection } from './api/enums.ts';
import { type Kind, moment, type Order, oneOf, text } from './api/keyset.ts';
import { LONGEST_LIST, pageOf, selected } from './api/paging.ts';
import { Decision } from './decisions.ts';
import { DeveloperFilter, wanted } from './developer-filter.ts';
import { Portal } from './portals.ts';

export const Developer = builder.prismaObject('Developer', {
  description: "One person's registration at one portal. Handed to that person and to admins of the portal, to nobody else.",
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID.' }),
    email: t.exposeString('email', { description: 'The address in its canonical form, unique at the portal.' }),
    fullName: t.exposeString('fullName', {
      description: 'The name that the person gave; until the address is verified, what the last form said, whoever sent it.',
    }),
    status: t.expose('status', { type: DeveloperStatus, description: 'Where the registration stands.' }),
    emailVerified: t.boolean({
      description: 'Whether the person proved to own the address.',
      resolve: ({ emailVerifiedAt }) => emailVerifiedAt !== null,
    }),
    hasPassword: t.boolean({
      description: 'Whether a password was created.',
      resolve: ({ passwordHash }) => passwordHash !== null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the address was first registered.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When something about it last changed.' }),
    portal: t.relation('portal', { type: Portal, description: 'Where the registration is.' }),
    decisions: t.relation('decisions', {
      type: Decision,
      description: 'The changes of status, the first one first; the last 100 at most.',
      query: { orderBy: { id: 'asc' }, take: -LONGEST_LIST },
    }),
  }),
});

builder.queryField('me', (t) =>
  t.field({
    type: Developer,
    nullable: true,
    description: 'Who is logged in at a portal; null for strangers.',
    args: { portal: t.arg.string({ required: true, description: 'The slug of the portal.' }) },
    resolve: (_, { portal }, context) => context.developer(portal),
  }),
);

builder.queryField('developer', (t) =>
  t.prismaField({
    type: Developer,
    nullable: true,
    description: 'One registration, for admins of its portal; null when there is none in their reach.',
    args: { id: t.arg.id({ required: true, description: 'The id of the developer.' }) },
    resolve: async (query, _, { id }, { app, admin }) => {
      // Read in any case: a query that nobody reads counts as a forgotten one, which is an error.
      const selection = { ...query };
      const asking = await admin();
      if (!asking || !isId(id)) return null;
      return await app.prisma.developer.findUnique({ ...selection, where: { id, ...inReach(asking) } });
    },
  }),
);

const DeveloperOrderField = builder.enumType('DeveloperOrderField', {
  description: 'What to order registrations by.',
  values: {
    CREATED_AT: { value: 'createdAt', description: 'When they were made.' },
    UPDATED_AT: { value: 'updatedAt', description: 'When they last changed.' },
    EMAIL: { value: 'email', description: 'Their address.' },
    FULL_NAME: { value: 'fullName', description: 'Their name.' },
    STATUS: { value: 'status', description: 'Their status: pending, approved, rejected, revoked.' },
  } as const,
});

const DeveloperOrder = builder.inputType('DeveloperOrder', {
  description: 'The order of a list of registrations.',
  fields: (t) => ({
    field: t.field({ type: DeveloperOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: SortDirection, defaultValue: 'ASC', description: 'Which end comes first.' }),
  }),
});

/** How the fields that a list can be ordered by are written into its cursors. */
const KINDS: Record<typeof DeveloperOrderField.$inferType, Kind> = {
  createdAt: moment,
  updatedAt: moment,
  email: text,
  fullName: text,
  status: oneOf(Object.keys(DeveloperStatusInOrder)),
};

function orderOf(wish: typeof DeveloperOrder.$inferInput | null | undefined): Order {
  if (!wish) return { id: 'desc' };
  const direction = wish.direction === 'DESC' ? 'desc' : 'asc';
  return { by: { column: wish.field, kind: KINDS[wish.field], direction }, id: 'asc' };
}

builder.queryField('developers', (t) =>
  t.connection(
    {
      type: Developer,
      nullable: true,
      description: 'Registrations, for admins: 20 on a page unless told, 100 at most. NOT_ALLOWED for a portal out of reach.',
      args: {
        portal: t.arg.string({ description: 'The slug of one portal; left out, all in the reach of the admin.' }),
        filter: t.arg({ type: DeveloperFilter, description: 'Which to list.' }),
        orderBy: t.arg({ type: DeveloperOrder, description: 'In which order; the newest first unless told.' }),
      },
      resolve: async (_, args, context, info) => {
        const { developer } = context.app.prisma;
        const where = await wanted(context, args);
        return pageOf(args, {
          order: orderOf(args.orderBy),
          where,
          find: (slice) => developer.findMany({ ...selected(context, info), ...slice }),
          count: () => developer.count({ where }),
        });
      },
    },
    { description: 'A page of registrations.' },
    { description: 'A registration and its place in the list.' },
  ),
);
