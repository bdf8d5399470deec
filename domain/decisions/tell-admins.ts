import { Prisma } from '../../prisma/generated/client/client.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../durations.ts';
import { addJob } from '../jobs/add-job.ts';
import type { Transaction } from '../transaction.ts';

/**
 * @limit Pause between two emails to one admin about new requests at one portal. Beyond: The next email counts all people who
 * wait.
 */
export const QUIET_MS = 5 * MINUTE_MS;

/** The pause after an email, by the column `frequency` of a notice. */
export const pauseOf = (frequency: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (CASE ${frequency} WHEN 'HOURLY' THEN ${HOUR_MS}::float8 WHEN 'DAILY' THEN ${DAY_MS} ELSE ${QUIET_MS} END * interval '1 millisecond')`;

/** Mails now, or when the pause after the last mail ends. The upsert lets only one call schedule the mail. */
export async function tellAdmins(tx: Transaction, portalId: string): Promise<void> {
  const notices = await tx.$queryRaw<{ admin_id: string; scheduled_for: Date; isLater: boolean }[]>`
    INSERT INTO new_request_notices AS notice (admin_id, portal_id, scheduled_for)
    SELECT DISTINCT admin_id, ${portalId}::uuid, now() FROM admin_roles
    WHERE role IN ('OWNER', 'APPROVER') AND (portal_id IS NULL OR portal_id = ${portalId}::uuid) ORDER BY admin_id
    ON CONFLICT (admin_id, portal_id) DO UPDATE
      SET scheduled_for = greatest(now(), notice.scheduled_for + ${pauseOf(Prisma.sql`notice.frequency`)})
      WHERE notice.frequency <> 'NEVER' AND coalesce(notice.scheduled_for <= now(), true)
    RETURNING admin_id, scheduled_for, scheduled_for > now() + interval '1 second' AS "isLater"`;
  for (const { admin_id: adminId, scheduled_for: dueAt, isLater } of notices) {
    await addJob(tx, 'sendNewRequestEmail', portalId, { adminId, portalId }, isLater ? dueAt : undefined);
  }
}

/** Requests that began to wait until then are not new for this admin any more. */
export async function noteTold(
  tx: Transaction,
  { adminId, portalId }: { adminId: string; portalId: string },
  until: Date | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE new_request_notices SET told_until = greatest(told_until, ${until}::timestamptz)
    WHERE admin_id = ${adminId}::uuid AND portal_id = ${portalId}::uuid`;
}
