import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { addJob } from '../jobs/add-job.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { waitsForAdmin } from './waiting.ts';

/** @limit Time without a decision while requests wait. Beyond: The OWNERs are emailed, and again each such time. */
export const NOBODY_DECIDES_MS = 14 * DAY_MS;
/** @limit portals: Portals whose admins one sweep reminds. Beyond: The next sweep goes on. */
export const MOST_PORTALS = 100;

/** Of several workers, only one gets the portal: each update looks at the time of the last reminder. */
export async function remindAdmins(app: App): Promise<void> {
  await transaction(app, async (tx) => {
    const who = Prisma.sql`role IN ('OWNER', 'APPROVER') AND frequency IS DISTINCT FROM 'NEVER'`;
    for (const portalId of await takeLongWaits(tx)) await mailAdmins(tx, portalId, 'LONG_WAIT', who);
  });
  await transaction(app, async (tx) => {
    // Also OWNERs who want no other emails: somebody has to know.
    const who = Prisma.sql`role = 'OWNER'`;
    for (const portalId of await takeUndecided(tx)) await mailAdmins(tx, portalId, 'NOBODY_DECIDES', who);
  });
}

/** Marks the portals where the oldest request has waited longer than `remindAfter`, once in each such time. */
function takeLongWaits(tx: Transaction): Promise<string[]> {
  const limit = Prisma.sql`now() - remind_after * interval '1 hour'`;
  return takePortals(tx, Prisma.sql`reminded_at`, limit, Prisma.sql`true`);
}

/** Marks the portals where requests wait and no admin decided for long, once in each such time. */
function takeUndecided(tx: Transaction): Promise<string[]> {
  const limit = ago(NOBODY_DECIDES_MS);
  const nobodyDecided = Prisma.sql`NOT EXISTS (
    SELECT FROM decisions WHERE portal_id = portals.id AND by = 'ADMIN' AND invitation_id IS NULL AND created_at > ${limit})`;
  return takePortals(tx, Prisma.sql`owners_warned_at`, limit, nobodyDecided);
}

async function takePortals(tx: Transaction, mark: Prisma.Sql, limit: Prisma.Sql, where: Prisma.Sql): Promise<string[]> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM portals
      WHERE coalesce(${mark} <= ${limit}, true) AND ${where}
        AND EXISTS (SELECT FROM developers WHERE portal_id = portals.id AND ${waitsForAdmin} AND waiting_since <= ${limit})
      ORDER BY id LIMIT ${MOST_PORTALS} FOR NO KEY UPDATE
    )
    UPDATE portals SET ${mark} = now() FROM due WHERE portals.id = due.id RETURNING portals.id`;
  return taken.map(({ id }) => id);
}

async function mailAdmins(
  tx: Transaction,
  portalId: string,
  why: 'LONG_WAIT' | 'NOBODY_DECIDES',
  who: Prisma.Sql,
): Promise<void> {
  const admins = await tx.$queryRaw<{ adminId: string }[]>`
    SELECT DISTINCT given.admin_id AS "adminId" FROM admin_roles given
    LEFT JOIN new_request_notices notice ON notice.admin_id = given.admin_id AND notice.portal_id = ${portalId}::uuid
    WHERE (given.portal_id IS NULL OR given.portal_id = ${portalId}::uuid) AND ${who}`;
  for (const { adminId } of admins) await addJob(tx, 'sendRequestReminderEmail', portalId, { adminId, portalId, why });
}
