import { Prisma } from '../../prisma/generated/client/client.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { type Purge, removeRows } from '../remove-rows.ts';
import type { Transaction } from '../transaction.ts';
import { type JobName, type JobPayload, queueOf } from './jobs.ts';

/** @limit Time that a job that succeeded is kept. Beyond: The job is deleted. */
export const DONE_JOB_KEPT_MS = 7 * DAY_MS;
/** @limit Time that a failed job is kept. Beyond: The job is deleted. */
export const FAILED_JOB_KEPT_MS = 90 * DAY_MS;
// Strangers can cause these failures. If they were kept longer, they would hide the failures that matter.
/** @limit Time that a failed email that anyone can cause is kept. Beyond: The job is deleted. */
export const FAILED_STRANGERS_MAIL_KEPT_MS = 7 * DAY_MS;

const STRANGERS_MAILS = [
  'answerStranger',
  'sendVerificationEmail',
  'sendRegistrationStatusEmail',
  'sendPasswordResetEmail',
  'sendRegistrationLinkEmail',
  'sendSsoConfirmationEmail',
  'sendConfirmEmailChangeEmail',
  'sendVerificationReminderEmail',
] satisfies JobName[];

const done = Prisma.sql`status = 'DONE' AND finished_at < ${ago(DONE_JOB_KEPT_MS)}`;
const failed = (keptMs: number) => Prisma.sql`status = 'FAILED' AND finished_at < ${ago(keptMs)}`;
const failedMail = Prisma.sql`${failed(FAILED_STRANGERS_MAIL_KEPT_MS)} AND name = ANY(${STRANGERS_MAILS})`;

export const jobPurges: Record<string, Purge> = {
  'jobs done long ago': removeRows('jobs', done),
  'mails of strangers that failed long ago': removeRows('jobs', failedMail),
  'jobs that failed long ago': removeRows('jobs', failed(FAILED_JOB_KEPT_MS)),
};

export async function removeUnfinished(tx: Transaction, name: JobName, portalId: string): Promise<void> {
  await tx.job.deleteMany({ where: { portalId, name, finishedAt: null } });
}

/** The job with these ids, unless a worker has tried it. Few are due at the same time, which an index finds. */
export async function removeUntried<Name extends JobName>(
  tx: Transaction,
  name: Name,
  dueAt: Date,
  ids: Partial<JobPayload<Name>>,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM jobs WHERE queue = ${queueOf(name)}::"Queue" AND due_at = ${dueAt} AND finished_at IS NULL
      AND name = ${name} AND payload @> ${JSON.stringify(ids)}::jsonb AND attempt = 0`;
}

/** For a statement of several parts: removes the jobs with the ids of `source`, unless a worker has tried them. Returns their ids. */
export const untriedRemoved = (source: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`DELETE FROM jobs USING ${source} AS wanted WHERE jobs.id = wanted.id AND attempt = 0 RETURNING jobs.id`;
