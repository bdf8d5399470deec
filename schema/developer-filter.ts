import { asKept } from '../domain/addresses/as-kept.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { inReach, may } from '../domain/permissions.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { holdingText } from '../domain/sign-up-form/holding-text.ts';
import { isStorable, lengthOf } from '../domain/text.ts';
import type { Prisma, PrismaClient } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { DeveloperStatus } from './api/enums.ts';

/** @limit characters: Text of `DeveloperFilter.search`. Beyond: INVALID_INPUT. */
export const LONGEST_SEARCH = 200;
/** @limit answers: Answers of `DeveloperFilter.answers`. Beyond: INVALID_INPUT. */
export const MOST_ANSWERS = 20;

const AnswerFilter = builder.inputType('AnswerFilter', {
  description: 'An answer that the listed developers gave.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'The key of the field, such as `company`.' }),
    value: t.field({ type: 'AnswerValue', required: true, description: 'The exact answer. Case matters.' }),
  }),
});

export const DeveloperFilter = builder.inputType('DeveloperFilter', {
  description: 'Conditions for a list of developers. A developer must meet all that are given.',
  fields: (t) => ({
    status: t.field({ type: [DeveloperStatus], description: 'Developers with one of these statuses.' }),
    emailVerified: t.boolean({
      description: 'True: developers who verified their email address. False: developers who did not.',
    }),
    search: t.string({
      description:
        'Developers whose email address, name or visible answers contain this text. Case does not matter. At most 200 ' +
        'characters.',
    }),
    answers: t.field({
      type: [AnswerFilter],
      description:
        'Developers who gave all of these exact answers, at most 20. Answers to fields that the portal no longer has ' +
        'do not count.',
    }),
  }),
});

type Wanted = { portal?: string | null | undefined; filter?: typeof DeveloperFilter.$inferInput | null | undefined };

/**
 * The Prisma filter for the registrations of a list.
 * @throws NotAllowed to strangers, and for a portal out of reach whether or not it exists; InvalidInput
 */
export async function wanted(context: Context, { portal: slug, filter }: Wanted): Promise<Prisma.DeveloperWhereInput> {
  const { prisma } = context.app;
  const admin = await context.admin();
  if (!admin) throw new NotAllowed();
  const portal = slug != null && isSlug(slug) ? await prisma.portal.findUnique({ where: { slug } }) : null;
  if (slug != null && !(portal && may(admin, 'read', portal.id))) throw new NotAllowed();
  const search = filter?.search?.trim().normalize('NFC');
  if (search && (search.length > 2 * LONGEST_SEARCH || lengthOf(search) > LONGEST_SEARCH || !isStorable(search))) {
    const message = `Must be text of at most ${LONGEST_SEARCH} characters.`;
    const parameters = { maximum: LONGEST_SEARCH };
    throw new InvalidInput([
      { path: ['filter', 'search'], code: isStorable(search) ? 'TOO_LONG' : 'BAD_CHARACTERS', message, parameters },
    ]);
  }
  const answers = filter?.answers ?? [];
  if (answers.length > MOST_ANSWERS || answers.some(({ field, value }) => !isStorable(field) || !isStorable(String(value)))) {
    const message = `Must be at most ${MOST_ANSWERS}, of text without control characters.`;
    const code = answers.length > MOST_ANSWERS ? 'TOO_MANY' : 'BAD_CHARACTERS';
    throw new InvalidInput([{ path: ['filter', 'answers'], code, message, parameters: { maximum: MOST_ANSWERS } }]);
  }
  const where = portal ? { portalId: portal.id } : inReach(admin);
  return {
    ...where,
    ...(filter?.status && { status: { in: filter.status } }),
    ...(filter?.emailVerified != null && { emailVerifiedAt: filter.emailVerified ? { not: null } : null }),
    AND: answers.map(({ field, value }) => ({
      answers: { array_contains: [{ field, value: typeof value === 'string' ? value.normalize('NFC') : value }] },
      portal: { signUpFields: { array_contains: [{ key: field }] } },
    })),
    ...(search && { OR: await holding(prisma, where, search) }),
  };
}

/** The conditions of a search within some portals; a registration is found if it meets any of them. */
async function holding(
  prisma: PrismaClient,
  { portalId }: { portalId?: string | { in: string[] } },
  search: string,
): Promise<Prisma.DeveloperWhereInput[]> {
  const portals = await prisma.portal.findMany({
    where: portalId === undefined ? {} : { id: portalId },
    select: { id: true, signUpFields: true },
  });
  return [
    { email: { contains: literally(asKept(search)), mode: 'insensitive' } },
    { fullName: { contains: literally(search), mode: 'insensitive' } },
    ...holdingText(portals, literally(search)),
  ];
}

/** Escapes the wildcards of LIKE, which Prisma passes through. */
const literally = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
