import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/** Of `developers`: the requests that wait for an admin, and not for an answer of the applicant. */
export const waitsForAdmin = Prisma.sql`
  (waiting_since IS NOT NULL AND (awaits_applicant_until IS NULL OR awaits_applicant_until <= now()))`;

export type WaitingRequest = { id: string; fullName: string; email: string; since: Date };

/** How many requests wait, the time of the newest, and the oldest of them. */
export async function findWaiting(
  { prisma }: App,
  portalId: string,
  most: number,
): Promise<{ count: number; newestSince: Date | null; oldest: WaitingRequest[] }> {
  const [{ count, newestSince }] = await prisma.$queryRaw<[{ count: number; newestSince: Date | null }]>`
    SELECT count(*)::int, max(waiting_since) AS "newestSince" FROM developers
    WHERE portal_id = ${portalId}::uuid AND ${waitsForAdmin}`;
  return { count, newestSince, oldest: await findSince({ prisma }, portalId, null, most) };
}

/** The oldest requests that began to wait after this time. Null for all. */
export const findSince = (
  { prisma }: Pick<App, 'prisma'>,
  portalId: string,
  after: Date | null,
  most: number,
): Promise<WaitingRequest[]> =>
  prisma.$queryRaw<WaitingRequest[]>`
    SELECT id, full_name AS "fullName", email, waiting_since AS since FROM developers
    WHERE portal_id = ${portalId}::uuid AND ${waitsForAdmin} AND waiting_since > coalesce(${after}::timestamptz, '-infinity')
    ORDER BY waiting_since, id LIMIT ${most}`;
