import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { HOUR_MS, SECOND_MS } from '../durations.ts';
import { transaction } from '../transaction.ts';
import { type Claim, isOpen } from './claim-jobs.ts';

/** @limit Pause before the first retry of a job. Beyond: The job runs again. */
export const FIRST_RETRY_DELAY_MS = 5 * SECOND_MS;
/** @limit Pause between two attempts of a job. Beyond: The job runs again. */
export const LONGEST_RETRY_DELAY_MS = HOUR_MS;
// The retries take more than 25 hours in total, even without jitter. RFC 5321, 4.5.4.1 asks for days.
/** @limit attempts: Attempts of one job. Beyond: The job is FAILED. */
export const MOST_JOB_ATTEMPTS = 35;

/** In milliseconds. Null means that there are no more retries. */
export function retryDelayAfter(attempt: number): number | null {
  if (attempt >= MOST_JOB_ATTEMPTS) return null;
  const delay = Math.min(FIRST_RETRY_DELAY_MS * 2 ** (attempt - 1), LONGEST_RETRY_DELAY_MS);
  return Math.round(delay * (1 + Math.random() / 2));
}

/** Changes nothing if another worker has the job now. With `delayMs` null the job has failed for good. */
export async function failJob(app: App, job: Claim, reason: string, delayMs: number | null): Promise<void> {
  const { atFailure } = job;
  if (delayMs !== null || !atFailure) return void (await store(app, job, reason, delayMs));
  await transaction(app, async (tx) => {
    if ((await store({ prisma: tx }, job, reason, null)) > 0) await atFailure(tx);
  });
}

type Database = { prisma: Pick<App['prisma'], '$executeRaw'> };

/** @returns how many rows changed */
async function store({ prisma }: Database, { id, attempt }: Claim, reason: string, delayMs: number | null): Promise<number> {
  const next =
    delayMs === null
      ? Prisma.sql`status = 'FAILED', finished_at = now()`
      : Prisma.sql`status = 'QUEUED', due_at = ${fromNow(delayMs)}`;
  return await prisma.$executeRaw`
    UPDATE jobs SET ${next}, last_error = ${reason} WHERE id = ${id}::uuid AND attempt = ${attempt} AND ${isOpen}`;
}
