import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { portalsOf } from './portals-of.ts';

/** @limit Time back to the oldest email that counts in `statistics`. Beyond: The email does not count. */
export const COUNTED_MAILS_MS = 7 * DAY_MS;

export type MailCounts = { accepted: number; deferred: number; failed: number };

/** @param most each count stops there */
export async function countMails({ prisma }: App, portalIds: string[] | null, most: number): Promise<MailCounts> {
  const since = ago(COUNTED_MAILS_MS);
  const mails = (state: Prisma.Sql) => Prisma.sql`(SELECT count(*)::int FROM (
    SELECT FROM portal CROSS JOIN LATERAL (SELECT FROM jobs WHERE portal_id = portal.id AND ${state} LIMIT ${most}) mail LIMIT ${most}
  ) counted)`;
  const [counts] = await prisma.$queryRaw<MailCounts[]>`
    WITH ${portalsOf(portalIds)} SELECT
      ${mails(Prisma.sql`accepted_at >= ${since}`)} AS accepted,
      ${mails(Prisma.sql`queue = 'MAILS' AND status = 'QUEUED' AND last_error IS NOT NULL`)} AS deferred,
      ${mails(Prisma.sql`queue = 'MAILS' AND status = 'FAILED' AND finished_at >= ${since}`)} AS failed`;
  return counts ?? { accepted: 0, deferred: 0, failed: 0 };
}
