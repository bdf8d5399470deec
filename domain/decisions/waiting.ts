import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/** Of `developers`: the requests that wait for an admin, and not for an answer of the applicant. */
export const waitsForAdmin = Prisma.sql`
  (status = 'PENDING' AND email_verified_at IS NOT NULL AND (awaits_applicant_until IS NULL OR awaits_applicant_until <= now()))`;

export type WaitingRequest = { id: string; fullName: string; email: string; since: Date };

/** How many requests wait, and the oldest of them. */
export async function findWaiting(
  { prisma }: App,
  portalId: string,
  most: number,
): Promise<{ count: number; oldest: WaitingRequest[] }> {
  const [{ count }] = await prisma.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int FROM developers WHERE portal_id = ${portalId}::uuid AND ${waitsForAdmin}`;
  const oldest = await prisma.$queryRaw<WaitingRequest[]>`
    SELECT id, full_name AS "fullName", email, email_verified_at AS since FROM developers
    WHERE portal_id = ${portalId}::uuid AND ${waitsForAdmin} ORDER BY email_verified_at, id LIMIT ${most}`;
  return { count, oldest };
}
