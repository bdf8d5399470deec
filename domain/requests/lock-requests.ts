import { type Developer, Prisma } from '../../prisma/generated/client/client.ts';
import { developerColumns } from '../columns.ts';
import { isId } from '../ids.ts';
import type { Transaction } from '../transaction.ts';

/** In the order of the ids, as decisions do, so that two of them never wait for each other. */
export const lockDevelopers = (tx: Transaction, ids: string[]): Promise<Developer[]> =>
  tx.$queryRaw<Developer[]>`
    SELECT ${developerColumns} FROM developers developer WHERE id = ANY(${ids.filter(isId)}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;

/**
 * So many more requests are looked at than wanted, because others may lock some of them at this moment.
 * @limit requests: Requests that other admins may claim at the same moment. Beyond: An admin gets fewer requests than wanted.
 */
export const MOST_PASSED_OVER = 400;

/**
 * The oldest requests that wait for an admin and that nobody has claimed. An index gives the oldest ones of each portal. PostgreSQL
 * looks at the times again once it has the lock.
 * @param portalIds null for all portals
 */
export const lockFreeRequests = (tx: Transaction, portalIds: string[] | null, count: number): Promise<Developer[]> =>
  tx.$queryRaw<Developer[]>`
    WITH oldest AS (
      SELECT free.id, waiting_since
      FROM (SELECT id FROM portals ${portalIds ? Prisma.sql`WHERE id = ANY(${portalIds}::uuid[])` : Prisma.empty}) portal
      CROSS JOIN LATERAL (
        SELECT id, waiting_since FROM developers developer WHERE portal_id = portal.id AND ${isFree}
        ORDER BY waiting_since, id LIMIT ${count + MOST_PASSED_OVER}
      ) free
      ORDER BY waiting_since, id LIMIT ${count + MOST_PASSED_OVER}
    )
    SELECT ${developerColumns} FROM oldest JOIN developers developer ON developer.id = oldest.id WHERE ${isFree}
    ORDER BY oldest.waiting_since, oldest.id LIMIT ${count} FOR NO KEY UPDATE OF developer SKIP LOCKED`;

const isFree = Prisma.sql`developer.waiting_since IS NOT NULL
  AND (developer.claimed_until IS NULL OR developer.claimed_until <= now())
  AND (developer.awaits_applicant_until IS NULL OR developer.awaits_applicant_until <= now())`;
