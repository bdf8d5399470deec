import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Rate } from '../app.ts';
import { MOST_LOOKED_AT, NOBODY } from './claim-in-turn.ts';
import { type Claim, dueAfter, dueColumns, type LastDue, takeDue } from './claim-jobs.ts';
import { placeInMs, placesIn } from './mail-limits.ts';

const others = Prisma.sql`queue = 'MAILS' AND NOT is_urgent AND finished_at IS NULL`;

/** Whether an email that is not urgent is due. */
export async function isDue(tx: Prisma.TransactionClient, after: LastDue): Promise<boolean> {
  const due = await tx.$queryRaw<object[]>`SELECT 1 FROM jobs WHERE ${others} AND ${dueAfter(after)} ORDER BY due_at LIMIT 1`;
  return due.length > 0;
}

type Row = (Claim | { id: null }) & { heldMs: number | null };

/**
 * Claims the emails that are due the longest, no more of a portal than its limit has places. Emails that are urgent are left out.
 * @param limit of each portal
 * @returns the jobs, and in how many milliseconds to look again for one that waits; null if none waits among those that it looked at
 */
export async function claimWithPlace(
  tx: Prisma.TransactionClient,
  most: number,
  after: LastDue,
  limit: Rate | null,
): Promise<{ jobs: Claim[]; heldMs: number | null }> {
  // Workers of another release, or with another setting, do not wait for their turn: so the jobs are locked, and looked at again.
  const rows = await tx.$queryRaw<Row[]>`
    WITH seen AS MATERIALIZED (
      SELECT id, due_at, coalesce(portal_id, ${NOBODY}::uuid) AS portal
      FROM jobs WHERE ${others} AND ${dueAfter(after)} ORDER BY due_at LIMIT ${limit ? MOST_LOOKED_AT : most}
    ), placed AS MATERIALIZED (
      SELECT seen.*, row_number() OVER (PARTITION BY portal ORDER BY due_at) <= ${limit ? ofPortal(limit, most) : most} AS has_place,
        ${placeInMs} AS in_ms
      FROM seen LEFT JOIN mail_rates rate ON rate.scope = seen.portal
    ), due AS MATERIALIZED (
      SELECT ${dueColumns} FROM jobs
      WHERE id = ANY (ARRAY(SELECT id FROM placed WHERE has_place ORDER BY due_at LIMIT ${most})) AND ${others} AND due_at <= now()
      ORDER BY due_at FOR UPDATE SKIP LOCKED
    ), taken AS (${takeDue})
    SELECT taken.*, held."heldMs" FROM (SELECT min(greatest(coalesce(in_ms, 0), 0)) AS "heldMs" FROM placed WHERE NOT has_place) held LEFT JOIN taken ON true`;
  const jobs = rows.filter((row): row is Claim & { heldMs: number | null } => row.id !== null);
  return { jobs, heldMs: rows[0]?.heldMs ?? null };
}

/** Emails that belong to no portal are counted with all others alone. */
const ofPortal = (limit: Rate, most: number): Prisma.Sql =>
  Prisma.sql`CASE WHEN portal = ${NOBODY}::uuid THEN ${most} ELSE ${placesIn(limit)} END`;
