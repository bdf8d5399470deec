import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/**
 * A worker numbers events once a second.
 * @limit events: Newest events without a number that a timeline looks through. Beyond: The timeline shows an event once it has a number.
 */
export const MOST_UNNUMBERED = 10_000;

/** What happened to a developer: an event, or a job that mails. */
export type Happening = { id: string; at: Date; isMail: boolean };

/** `bounds` are conditions for `at` and `id`, and `order` sorts by them. */
type Page = { bounds: Prisma.Sql[]; order: Prisma.Sql; take: number };

/** Each part reads at most one page, by an index that is in its order. */
export async function readTimeline({ prisma }: App, developerId: string, { bounds, order, take }: Page): Promise<Happening[]> {
  const within = bounds.length > 0 ? Prisma.join(bounds, ' AND ') : Prisma.sql`true`;
  const rest = Prisma.sql`AND ${within} ORDER BY ${order} LIMIT ${take}`;
  return await prisma.$queryRaw<Happening[]>`
    (SELECT id, at, false AS "isMail" FROM events
      WHERE subject_id = ${developerId}::uuid AND position IS NOT NULL ${rest})
    UNION ALL
    (SELECT id, at, false FROM (${unnumbered}) event WHERE subject_id = ${developerId}::uuid ${rest})
    UNION ALL
    (SELECT id, at, true FROM (SELECT id, created_at AS at FROM jobs WHERE ${mailsTo(developerId)}) mail WHERE true ${rest})
    ORDER BY ${order} LIMIT ${take}`;
}

/** Stops at `most`. */
export async function countTimeline({ prisma }: App, developerId: string, most: number): Promise<number> {
  const [{ count }] = await prisma.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM (
      (SELECT FROM events WHERE subject_id = ${developerId}::uuid AND position IS NOT NULL LIMIT ${most})
      UNION ALL
      (SELECT FROM (${unnumbered}) event WHERE subject_id = ${developerId}::uuid)
      UNION ALL
      (SELECT FROM jobs WHERE ${mailsTo(developerId)} LIMIT ${most})
      LIMIT ${most}
    ) counted`;
  return count;
}

const unnumbered = Prisma.sql`
  SELECT id, at, subject_id FROM events WHERE position IS NULL ORDER BY at DESC, id DESC LIMIT ${MOST_UNNUMBERED}`;

const mailsTo = (developerId: string) => Prisma.sql`queue = 'MAILS' AND payload->>'developerId' = ${developerId}`;
