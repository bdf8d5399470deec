import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import type { JobName } from './jobs.ts';

const DAY = 24 * 3_600_000;
const DONE_KEPT_MS = 7 * DAY;
/** So long an admin can see what failed, and let it run again. */
const FAILED_KEPT_MS = 90 * DAY;
const BATCH = 2_000;

/** Mails that a stranger can cause by an address that refuses them: kept so long they would bury what admins have to see. */
const STRANGERS_MAILS = [
  'sendVerificationEmail',
  'sendRegistrationStatusEmail',
  'sendPasswordResetEmail',
  'sendSsoConfirmationEmail',
  'sendConfirmEmailChangeEmail',
  'sendVerificationReminderEmail',
] satisfies JobName[];

/** Deletes jobs that ended long ago, a batch of them at most. */
export async function removeOldJobs({ prisma }: App): Promise<void> {
  await prisma.$executeRaw`
    DELETE FROM jobs WHERE id IN (
      SELECT id FROM jobs WHERE finished_at < ${ago(DONE_KEPT_MS)}
        AND (status = 'DONE' OR name = ANY(${STRANGERS_MAILS}) OR finished_at < ${ago(FAILED_KEPT_MS)})
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )`;
}
