import type { App } from '../domain/app.ts';
import type { Job, Queue } from '../domain/jobs/jobs.ts';

/** How long a worker may have a job before another one may take it; any send of ours gives up sooner. */
const LEASE_MS = 60_000;

/** A job that a worker has until the lease ends. `attempt` is its fence: only the one who holds the latest may finish. */
export type Claim = Pick<Job, 'id' | 'name' | 'payload' | 'portalId' | 'attempt' | 'queue'>;

/** Takes one job if it is due and nobody has it. */
export async function claimJob(app: App, id: string): Promise<Claim | null> {
  const [job] = await app.prisma.$queryRaw<Claim[]>`
    UPDATE jobs SET status = 'RUNNING', attempt = attempt + 1, due_at = now() + ${LEASE_MS} * interval '1 millisecond'
    WHERE id = ${id}::uuid AND finished_at IS NULL AND due_at <= now()
    RETURNING id, name, payload, portal_id AS "portalId", attempt, queue`;
  return job ?? null;
}

/** Takes the job of a queue that has been due for longest. Workers that look at once get different ones. */
export async function claimNextJob(app: App, queue: Queue): Promise<Claim | null> {
  const [job] = await app.prisma.$queryRaw<Claim[]>`
    UPDATE jobs SET status = 'RUNNING', attempt = attempt + 1, due_at = now() + ${LEASE_MS} * interval '1 millisecond'
    WHERE id = (
      SELECT id FROM jobs WHERE queue = ${queue}::"Queue" AND finished_at IS NULL AND due_at <= now()
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, name, payload, portal_id AS "portalId", attempt, queue`;
  return job ?? null;
}
