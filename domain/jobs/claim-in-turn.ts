import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Rate } from '../app.ts';
import { type Claim, type Claiming, dueColumns, LONGEST_COMMIT_MS, takeDue } from './claim-jobs.ts';
import type { Queue } from './jobs.ts';
import { placeInMs, placesIn } from './mail-limits.ts';

/**
 * Each costs a look at an index. With more portals, one claim goes on where the last one ended.
 * @limit portals: Portals that one claim in turn looks at. Beyond: The next claim goes on.
 */
export const MOST_LOOKED_AT = 100;
/** @limit portals: Portals of which a worker remembers how far it is. Beyond: It forgets the one that was remembered first. */
export const MOST_REMEMBERED = 50;

/** In the place of a portal, for jobs that belong to none. The index of these claims has it, too. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * How far a worker is: which portal it looked at last, and up to when it took the jobs of some. `heldMs`: in how many milliseconds the
 * limit of a portal that it looked at has a place for a job that waits; null if none waits.
 */
export type Turn = { lastLooked: string; after: Map<string, Date>; heldMs: number | null };

export const newTurn = (): Turn => ({ lastLooked: NOBODY, after: new Map(), heldMs: null });

type Row = (Claim | { id: null }) & { lastLooked: string; heldMs: number | null };

/**
 * Claims jobs that are due, of one portal after the other: while more wait than can run, no portal waits for all jobs of another one.
 * @param isUrgent whether it claims the jobs that a person waits for, or all others
 * @param turn is changed, so that the next claim goes on
 * @param limit of the jobs of each portal; null for none
 */
export async function claimInTurn(
  { prisma }: Claiming,
  queue: Queue,
  isUrgent: boolean,
  most: number,
  turn: Turn,
  limit: Rate | null = null,
): Promise<Claim[]> {
  const { lastLooked, after } = turn;
  // As long as a transaction is open anywhere, a claim from the beginning would read all finished jobs of a portal again.
  const dueOf = (portal: Prisma.Sql) => Prisma.sql`
    FROM jobs WHERE queue = ${queue}::"Queue" AND is_urgent = ${isUrgent} AND coalesce(portal_id, ${Prisma.raw(`'${NOBODY}'::uuid`)}) = ${portal}.id
      AND finished_at IS NULL AND due_at <= now()
      AND due_at >= LEAST(${portal}.after, now()) - ${LONGEST_COMMIT_MS} * interval '1 millisecond'
    ORDER BY due_at`;
  // Jobs that belong to no portal are counted with all others alone.
  const places = limit
    ? Prisma.sql`CASE WHEN id = ${NOBODY}::uuid THEN ${most} ELSE ${placesIn(limit)} END`
    : Prisma.sql`${most}::int`;
  const rates = limit ? Prisma.sql`LEFT JOIN mail_rates rate ON rate.scope = looked.id` : Prisma.empty;
  const rows = await prisma.$queryRaw<Row[]>`
    WITH looked AS MATERIALIZED (
      SELECT id, coalesce(known.after, '-infinity') AS after, row_number() OVER (ORDER BY id <> ${NOBODY}::uuid, id <= ${lastLooked}::uuid, id) AS place
      FROM (
        SELECT ${NOBODY}::uuid AS id
        UNION ALL (SELECT id FROM portals WHERE id > ${lastLooked}::uuid ORDER BY id LIMIT ${MOST_LOOKED_AT})
        UNION ALL (SELECT id FROM portals WHERE id <= ${lastLooked}::uuid ORDER BY id LIMIT ${MOST_LOOKED_AT})
      ) portal LEFT JOIN unnest(${[...after.keys()]}::uuid[], ${[...after.values()].map((due) => due.toISOString())}::timestamptz[]) AS known (id, after) USING (id)
      ORDER BY place LIMIT ${MOST_LOOKED_AT}
    ), open AS MATERIALIZED (
      SELECT looked.*, ${places} AS places, ${limit ? placeInMs : Prisma.sql`NULL::float8`} AS in_ms FROM looked ${rates}
    ), waiting AS MATERIALIZED (
      SELECT open.* FROM open CROSS JOIN LATERAL (SELECT ${dueOf(Prisma.sql`open`)} LIMIT 1) job WHERE places > 0 ORDER BY place LIMIT ${most}
    ), due AS MATERIALIZED (
      SELECT job.* FROM waiting CROSS JOIN LATERAL (
        SELECT ${dueColumns} ${dueOf(Prisma.sql`waiting`)} LIMIT least(places, (SELECT ceil(${most}::float / count(*)) FROM waiting)) FOR UPDATE SKIP LOCKED
      ) job LIMIT ${most}
    ), taken AS (${takeDue})
    SELECT taken.*, last.id AS "lastLooked", (
      SELECT min(in_ms) FROM open CROSS JOIN LATERAL (SELECT ${dueOf(Prisma.sql`open`)} LIMIT 1) job WHERE places = 0
    ) AS "heldMs" FROM (
      SELECT id FROM (TABLE waiting UNION ALL TABLE open) portal
      ORDER BY (SELECT count(*) FROM waiting) = ${most} AND place > (SELECT max(place) FROM waiting), place DESC LIMIT 1
    ) last LEFT JOIN taken ON true`;
  turn.heldMs = rows[0]?.heldMs ?? null;
  turn.lastLooked = rows[0]?.lastLooked ?? NOBODY;
  const claims = rows.filter((row): row is Claim & Row => row.id !== null);
  for (const { portalId, dueSince } of claims) remember(after, portalId ?? NOBODY, dueSince);
  return claims;
}

function remember(after: Turn['after'], portal: string, dueSince: Date): void {
  const before = after.get(portal);
  if (!before || before < dueSince) after.set(portal, dueSince);
  const [oldest] = after.keys();
  if (after.size > MOST_REMEMBERED && oldest !== undefined) after.delete(oldest);
}
