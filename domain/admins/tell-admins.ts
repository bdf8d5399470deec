import { addJob } from '../jobs/jobs.ts';
import type { Transaction } from '../transaction.ts';

/** One admin gets a mail about new requests at one portal at most this often. Each mail counts everybody who waits. */
const QUIET_MS = 5 * 60_000;

/**
 * Tells everyone who may decide at the portal that people wait: now, or when the quiet time after the last mail ends.
 * The conditional upsert decides who schedules the mail: while one is scheduled, nobody schedules another.
 */
export async function tellAdmins(tx: Transaction, portalId: string): Promise<void> {
  const now = new Date();
  const quietSince = new Date(now.getTime() - QUIET_MS);
  const notices = await tx.$queryRaw<{ admin_id: string; scheduled_for: Date }[]>`
    INSERT INTO new_request_notices AS notice (admin_id, portal_id, scheduled_for)
    SELECT DISTINCT admin_id, ${portalId}::uuid, ${now}::timestamptz FROM admin_roles
    WHERE role IN ('OWNER', 'APPROVER') AND (portal_id IS NULL OR portal_id = ${portalId}::uuid) ORDER BY admin_id
    ON CONFLICT (admin_id, portal_id) DO UPDATE
      SET scheduled_for = greatest(${now}::timestamptz, notice.scheduled_for + (${now}::timestamptz - ${quietSince}::timestamptz))
      WHERE notice.scheduled_for <= ${now}::timestamptz
    RETURNING admin_id, scheduled_for`;
  for (const { admin_id: adminId, scheduled_for: dueAt } of notices) {
    await addJob(tx, 'sendNewRequestEmail', portalId, { adminId, portalId }, dueAt > now ? dueAt : undefined);
  }
}
