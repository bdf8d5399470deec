import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

export type RequestCounts = { waiting: number; claimed: number; waitingForApplicant: number; oldestSince: Date | null };

/**
 * @param portalIds null for all portals
 * @param most each count stops there
 */
export async function countRequests({ prisma }: App, portalIds: string[] | null, most: number): Promise<RequestCounts> {
  const [counts] = await prisma.$queryRaw<RequestCounts[]>`
    WITH portal AS (SELECT id FROM portals ${portalIds ? Prisma.sql`WHERE id = ANY(${portalIds}::uuid[])` : Prisma.empty})
    SELECT (
      -- The order leads through the index, which has requests alone.
      SELECT count(*)::int FROM (
        SELECT FROM portal CROSS JOIN LATERAL (
          SELECT FROM developers WHERE portal_id = portal.id AND waiting_since IS NOT NULL AND ${waitsForAdmin}
          ORDER BY waiting_since LIMIT ${most}
        ) request LIMIT ${most}
      ) counted
    ) AS waiting, (
      SELECT min(waiting_since) FROM portal CROSS JOIN LATERAL (
        SELECT waiting_since FROM developers WHERE portal_id = portal.id AND waiting_since IS NOT NULL AND ${waitsForAdmin}
        ORDER BY waiting_since LIMIT 1
      ) oldest
    ) AS "oldestSince", (
      SELECT count(*)::int FROM (
        SELECT FROM developers JOIN portal ON portal.id = portal_id
        WHERE claimed_until > now() AND waiting_since IS NOT NULL LIMIT ${most}
      ) counted
    ) AS claimed, (
      SELECT count(*)::int FROM (
        SELECT FROM developers JOIN portal ON portal.id = portal_id
        WHERE awaits_applicant_until > now() AND waiting_since IS NOT NULL LIMIT ${most}
      ) counted
    ) AS "waitingForApplicant"`;
  return counts ?? { waiting: 0, claimed: 0, waitingForApplicant: 0, oldestSince: null };
}

export const waitsForAdmin = Prisma.sql`(awaits_applicant_until IS NULL OR awaits_applicant_until <= now())`;
