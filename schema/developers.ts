import { parseAddress } from '../domain/addresses/parse-address.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';
import { inReach, may } from '../domain/permissions.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import type { Prisma } from '../prisma/generated/client/client.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { Decision } from './decisions.ts';
import { DeveloperStatus, SortDirection } from './enums.ts';
import { checkCursor } from './paging.ts';
import { Portal } from './portals.ts';

const LONGEST_SEARCH = 200;
const MOST_ANSWERS = 20;

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
      description: 'Every change of status, the first one first.',
      query: { orderBy: { id: 'asc' } },
    }),
  }),
});

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

const AnswerFilter = builder.inputType('AnswerFilter', {
  description: 'An answer to look for.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'The key of the field.' }),
    value: t.field({ type: 'AnswerValue', required: true, description: 'The answer, word for word.' }),
  }),
});

const DeveloperFilter = builder.inputType('DeveloperFilter', {
  description: 'Which registrations to list; what is left out is not looked at.',
  fields: (t) => ({
    status: t.field({ type: [DeveloperStatus], description: 'Those in one of these states.' }),
    emailVerified: t.boolean({ description: 'Those whose address is, or is not, verified.' }),
    search: t.string({
      description:
        'Those whose address, name or answers hold this text, upper or lower case; at most 200 characters. Answers to fields that ' +
        'the portal has left out count, too.',
    }),
    answers: t.field({
      type: [AnswerFilter],
      description: 'Those who gave all of these answers to fields that the portal has, word for word; at most 20.',
    }),
  }),
});

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

builder.queryField('developers', (t) =>
  t.prismaConnection(
    {
      type: Developer,
      cursor: 'id',
      nullable: true,
      maxSize: 100,
      description: 'Registrations, for admins: 20 on a page unless told, 100 at most. NOT_ALLOWED for a portal out of reach.',
      args: {
        portal: t.arg.string({ description: 'The slug of one portal; left out, all in the reach of the admin.' }),
        filter: t.arg({ type: DeveloperFilter, description: 'Which to list.' }),
        orderBy: t.arg({ type: DeveloperOrder, description: 'In which order; the newest first unless told.' }),
      },
      totalCount: async (_, args, context) => context.app.prisma.developer.count({ where: await wanted(context, args) }),
      resolve: async (query, _, { orderBy, ...args }, context) => {
        const { developer } = context.app.prisma;
        const where = await wanted(context, args);
        const page = await checkCursor(query, (id) => developer.count({ where: { AND: [where, { id }] } }));
        const order = orderBy && { [orderBy.field]: orderBy.direction === 'DESC' ? 'desc' : 'asc' };
        return await developer.findMany({ ...page, where, orderBy: order ? [order, { id: 'asc' }] : { id: 'desc' } });
      },
    },
    { description: 'A page of registrations.' },
    { description: 'A registration and its place in the list.' },
  ),
);

type Wanted = { portal?: string | null | undefined; filter?: typeof DeveloperFilter.$inferInput | null | undefined };

/** @throws NotAllowed for strangers and for a portal out of reach, whether or not it exists; InvalidInput */
async function wanted(context: Context, { portal: slug, filter }: Wanted): Promise<Prisma.DeveloperWhereInput> {
  const admin = await context.admin();
  if (!admin) throw new NotAllowed();
  const portal = slug != null && isSlug(slug) ? await context.app.prisma.portal.findUnique({ where: { slug } }) : null;
  if (slug != null && !(portal && may(admin, 'read', portal.id))) throw new NotAllowed();
  const search = filter?.search?.trim().normalize('NFC');
  if (search && (search.length > LONGEST_SEARCH || !isText(search))) {
    throw new InvalidInput([{ path: ['filter', 'search'], message: `Must be text of at most ${LONGEST_SEARCH} characters.` }]);
  }
  const answers = filter?.answers ?? [];
  if (answers.length > MOST_ANSWERS || answers.some(({ field, value }) => !isText(field) || !isText(value))) {
    const message = `Must be at most ${MOST_ANSWERS}, of text without control characters.`;
    throw new InvalidInput([{ path: ['filter', 'answers'], message }]);
  }
  return {
    ...(portal ? { portalId: portal.id } : inReach(admin)),
    ...(filter?.status && { status: { in: filter.status } }),
    ...(filter?.emailVerified != null && { emailVerifiedAt: filter.emailVerified ? { not: null } : null }),
    AND: answers.map(({ field, value }) => ({
      answers: { array_contains: [{ field, value: typeof value === 'string' ? value.normalize('NFC') : value }] },
      portal: { signUpFields: { array_contains: [{ key: field }] } },
    })),
    ...(search && {
      OR: [
        { email: { contains: literally(parseAddress(search)?.canonical ?? search), mode: 'insensitive' } },
        { fullName: { contains: literally(search), mode: 'insensitive' } },
        { answersText: { contains: literally(search), mode: 'insensitive' } },
      ],
    }),
  };
}

/** Whether PostgreSQL takes it as text, in a query or in JSON. */
const isText = (value: string | boolean): boolean =>
  typeof value === 'boolean' || (!value.includes('\0') && value.isWellFormed());

/** Prisma passes the wildcards of LIKE through. */
const literally = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
