import type { App } from '../app.ts';
import { ago, fromNow } from '../clock.ts';
import { MINUTE_MS, SECOND_MS } from '../durations.ts';
import type { Job, Queue } from './jobs.ts';

/** @limit Time that one worker has a job for itself. Beyond: Another worker can take the job. */
export const LEASE_MS = MINUTE_MS;
/** @limit Time that a due job waits before it counts as late. Beyond: The log warns. */
export const LATE_JOB_MS = 5 * SECOND_MS;

/** `attempt` is the fence: only the worker with the latest attempt may end the job. */
export type Claim = Pick<Job, 'id' | 'name' | 'payload' | 'portalId' | 'attempt' | 'queue'> & {
  claimedAt: Date;
  isLate: boolean;
};

/**
 * The jobs that are due the longest. With SKIP LOCKED two workers never wait for each other. Without MATERIALIZED the LIMIT could
 * be evaluated twice.
 */
export const claimDueJobs = (app: App, queue: Queue, most: number): Promise<Claim[]> =>
  app.prisma.$queryRaw<Claim[]>`
    WITH due AS MATERIALIZED (
      SELECT id, attempt = 0 AND due_at < ${ago(LATE_JOB_MS)} AND due_at < created_at + interval '1 second' AS is_late
      FROM jobs WHERE queue = ${queue}::"Queue" AND finished_at IS NULL AND due_at <= now()
      ORDER BY due_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs SET status = 'RUNNING', attempt = attempt + 1, due_at = ${fromNow(LEASE_MS)}
    FROM due WHERE jobs.id = due.id
    RETURNING jobs.id, name, payload, portal_id AS "portalId", attempt, queue, now() AS "claimedAt", is_late AS "isLate"`;

export async function renewClaim({ prisma }: App, { id, attempt }: Claim): Promise<boolean> {
  const renewed = await prisma.$executeRaw`
    UPDATE jobs SET due_at = ${fromNow(LEASE_MS)} WHERE id = ${id}::uuid AND attempt = ${attempt} AND finished_at IS NULL`;
  return renewed > 0;
}
