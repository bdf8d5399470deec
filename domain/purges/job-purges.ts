import { Prisma } from '../../prisma/generated/client/client.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import type { JobName } from '../jobs/jobs.ts';
import { type Purge, remove } from './remove.ts';

const DONE_KEPT_MS = 7 * DAY_MS;
/** So long an admin can see what failed, and let it run again. */
const FAILED_KEPT_MS = 90 * DAY_MS;

/** Mails that a stranger can cause by an address that refuses them: kept so long they would bury what admins have to see. */
const STRANGERS_MAILS = [
  'answerStranger',
  'sendVerificationEmail',
  'sendRegistrationStatusEmail',
  'sendPasswordResetEmail',
  'sendSsoConfirmationEmail',
  'sendConfirmEmailChangeEmail',
  'sendVerificationReminderEmail',
] satisfies JobName[];

const failed = (keptMs: number) => Prisma.sql`status = 'FAILED' AND finished_at < ${ago(keptMs)}`;

export const jobPurges: Record<string, Purge> = {
  'jobs done long ago': remove('jobs', Prisma.sql`status = 'DONE' AND finished_at < ${ago(DONE_KEPT_MS)}`),
  'mails of strangers that failed long ago': remove(
    'jobs',
    Prisma.sql`${failed(DONE_KEPT_MS)} AND name = ANY(${STRANGERS_MAILS})`,
  ),
  'jobs that failed long ago': remove('jobs', failed(FAILED_KEPT_MS)),
};
