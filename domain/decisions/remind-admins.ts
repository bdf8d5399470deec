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

type Why = 'LONG_WAIT' | 'NOBODY_DECIDES';

/** Of several workers, only one gets the portal: each update looks at the time of the last reminder. */
export async function remindAdmins(app: App): Promise<void> {
  await remind(app, 'LONG_WAIT', longWait, Prisma.sql`role IN ('OWNER', 'APPROVER') AND frequency IS DISTINCT FROM 'NEVER'`);
  // Also OWNERs who want no other emails: somebody has to know.
  await remind(app, 'NOBODY_DECIDES', undecided, Prisma.sql`role = 'OWNER'`);
}

/** A condition of a portal, and the column with the time of the last reminder. */
type Due = { mark: Prisma.Sql; limit: Prisma.Sql; where: Prisma.Sql };

/** Where the oldest request has waited longer than `remindAfter`, once in each such time. */
const longWait: Due = {
  mark: Prisma.sql`reminded_at`,
  limit: Prisma.sql`now() - remind_after * interval '1 hour'`,
  where: Prisma.sql`true`,
};

/** Where requests wait and no admin decided for long, once in each such time. */
const undecided: Due = {
  mark: Prisma.sql`owners_warned_at`,
  limit: ago(NOBODY_DECIDES_MS),
  where: Prisma.sql`NOT EXISTS (
    SELECT FROM decisions WHERE portal_id = portals.id AND by IN ('ADMIN', 'TOKEN') AND invitation_id IS NULL
      AND created_at > ${ago(NOBODY_DECIDES_MS)})`,
};

/** Looks before it opens a transaction, for which a worker at rest would load Prisma's engine. */
async function remind(app: App, why: Why, due: Due, who: Prisma.Sql): Promise<void> {
  const [found] = await app.prisma.$queryRaw<object[]>`SELECT id FROM portals WHERE ${isDue(due)} LIMIT 1`;
  if (!found) return;
  await transaction(app, async (tx) => {
    for (const portalId of await takePortals(tx, due)) await mailAdmins(tx, portalId, why, who);
  });
}

const isDue = ({ mark, limit, where }: Due): Prisma.Sql => Prisma.sql`
  coalesce(${mark} <= ${limit}, true) AND ${where}
  AND EXISTS (SELECT FROM developers WHERE portal_id = portals.id AND ${waitsForAdmin} AND waiting_since <= ${limit})`;

async function takePortals(tx: Transaction, due: Due): Promise<string[]> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM portals WHERE ${isDue(due)} ORDER BY id LIMIT ${MOST_PORTALS} FOR NO KEY UPDATE
    )
    UPDATE portals SET ${due.mark} = now() FROM due WHERE portals.id = due.id RETURNING portals.id`;
  return taken.map(({ id }) => id);
}

async function mailAdmins(tx: Transaction, portalId: string, why: Why, who: Prisma.Sql): Promise<void> {
  const admins = await tx.$queryRaw<{ adminId: string }[]>`
    SELECT DISTINCT given.admin_id AS "adminId" FROM admin_roles given
    LEFT JOIN new_request_notices notice ON notice.admin_id = given.admin_id AND notice.portal_id = ${portalId}::uuid
    WHERE (given.portal_id IS NULL OR given.portal_id = ${portalId}::uuid) AND ${who}`;
  for (const { adminId } of admins) await addJob(tx, 'sendRequestReminderEmail', portalId, { adminId, portalId, why });
}
