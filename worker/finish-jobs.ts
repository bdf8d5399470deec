import type { App } from '../domain/app.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';

/** Writes down that jobs are done, in one statement and one flush to disk; each only where the attempt is still the latest. */
export async function finishJobs({ prisma }: App, jobs: Claim[]): Promise<void> {
  const ids = jobs.map(({ id }) => id);
  const attempts = jobs.map(({ attempt }) => attempt);
  await prisma.$executeRaw`
    UPDATE jobs SET status = 'DONE', finished_at = now(), last_error = NULL
    FROM unnest(${ids}::uuid[], ${attempts}::int[]) AS done (id, attempt)
    WHERE jobs.id = done.id AND jobs.attempt = done.attempt AND finished_at IS NULL`;
}
