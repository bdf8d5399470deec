import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { portalsOf } from './portals-of.ts';

/** @limit days: Days of `statistics`. Beyond: InvalidInput. */
export const MOST_DAYS = 90;
/** @limit decisions: Newest decisions of one portal that count for `medianWaitSeconds`. Beyond: The older ones do not count. */
export const MOST_WAITS = 10_000;

export type DayCounts = {
  date: string;
  verified: number;
  approved: number;
  rejected: number;
  medianWaitSeconds: number | null;
};

/** Neither undone nor an undoing. */
const stands = Prisma.sql`undoes_id IS NULL AND NOT EXISTS (SELECT FROM decisions undoing WHERE undoing.undoes_id = decisions.id)`;

/**
 * What happened on each day in UTC, the oldest day first; the last one is today. A decision that was undone does not count.
 */
export async function countDays({ prisma }: App, portalIds: string[] | null, days: number): Promise<DayCounts[]> {
  // Known when the statement is planned, so that the planner sees how few rows are newer.
  const first = Prisma.sql`((date_trunc('day', now() AT TIME ZONE 'UTC') - ${days - 1} * interval '1 day') AT TIME ZONE 'UTC')`;
  return await prisma.$queryRaw<DayCounts[]>`
    WITH ${portalsOf(portalIds)},
    day AS (
      SELECT (now() AT TIME ZONE 'UTC')::date - back AS date FROM generate_series(0, ${days - 1}::int) back
    ),
    verified AS (
      SELECT (email_verified_at AT TIME ZONE 'UTC')::date AS date, count(*)::int AS people
      FROM portal CROSS JOIN LATERAL (
        SELECT email_verified_at FROM developers WHERE portal_id = portal.id AND email_verified_at >= ${first}
      ) person GROUP BY 1
    ),
    decided AS (
      SELECT (created_at AT TIME ZONE 'UTC')::date AS date,
        (count(*) FILTER (WHERE "to" = 'APPROVED'))::int AS approved, (count(*) FILTER (WHERE "to" = 'REJECTED'))::int AS rejected
      FROM portal CROSS JOIN LATERAL (
        SELECT created_at, "to" FROM decisions
        WHERE portal_id = portal.id AND created_at >= ${first} AND ${stands}
      ) decision GROUP BY 1
    ),
    waited AS (
      SELECT (decision.created_at AT TIME ZONE 'UTC')::date AS date, percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM decision.created_at - developer.email_verified_at)
      ) AS seconds
      FROM portal CROSS JOIN LATERAL (
        SELECT developer_id, created_at FROM decisions
        WHERE portal_id = portal.id AND created_at >= ${first} AND by IN ('ADMIN', 'TOKEN')
          AND "from" = 'PENDING' AND invitation_id IS NULL AND ${stands}
        ORDER BY created_at DESC LIMIT ${MOST_WAITS}
      ) decision CROSS JOIN LATERAL (
        -- One by one: the planner would rather read all people.
        SELECT email_verified_at FROM developers WHERE id = decision.developer_id OFFSET 0
      ) developer GROUP BY 1
    )
    SELECT to_char(date, 'YYYY-MM-DD') AS date, coalesce(people, 0) AS verified, coalesce(approved, 0) AS approved,
      coalesce(rejected, 0) AS rejected, round(seconds)::float AS "medianWaitSeconds"
    FROM day LEFT JOIN verified USING (date) LEFT JOIN decided USING (date) LEFT JOIN waited USING (date) ORDER BY date`;
}
