import type { App } from '../domain/app.ts';
import { fromNow } from '../domain/clock.ts';
import type { Job, Queue } from '../domain/jobs/jobs.ts';

/** How long a worker may have a job before another one may take it; any send of ours gives up sooner. */
const LEASE_MS = 60_000;

/** A job that a worker has until the lease ends. `attempt` is its fence: only the one who holds the latest may finish. */
export type Claim = Pick<Job, 'id' | 'name' | 'payload' | 'portalId' | 'attempt' | 'queue'>;

/**
 * Takes jobs that are due and that nobody has, in one statement and one flush to disk. Of a job that is being taken in this moment
 * it keeps away, so that two workers never wait for each other.
 * @returns those it took, by their id
 */
export async function claimJobs(app: App, ids: string[]): Promise<Map<string, Claim>> {
  const jobs = await app.prisma.$queryRaw<Claim[]>`
    UPDATE jobs SET status = 'RUNNING', attempt = attempt + 1, due_at = ${fromNow(LEASE_MS)}
    WHERE id IN (
      SELECT id FROM jobs WHERE id = ANY(${ids}::uuid[]) AND finished_at IS NULL AND due_at <= now() FOR UPDATE SKIP LOCKED
    )
    RETURNING id, name, payload, portal_id AS "portalId", attempt, queue`;
  return new Map(jobs.map((job) => [job.id, job]));
}

/** Takes the job of a queue that has been due for longest. Workers that look at once get different ones. */
export async function claimNextJob(app: App, queue: Queue): Promise<Claim | null> {
  const [job] = await app.prisma.$queryRaw<Claim[]>`
    UPDATE jobs SET status = 'RUNNING', attempt = attempt + 1, due_at = ${fromNow(LEASE_MS)}
    WHERE id = (
      SELECT id FROM jobs WHERE queue = ${queue}::"Queue" AND finished_at IS NULL AND due_at <= now()
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, name, payload, portal_id AS "portalId", attempt, queue`;
  return job ?? null;
}
