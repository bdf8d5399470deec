import type { App } from '../app.ts';
import { transaction } from '../transaction.ts';
import { type Claim, isOpen } from './claim-jobs.ts';

/** With what its handler stores at the end: both, or neither. A worker whose lease ended stores nothing. */
export const finishWith = (app: App, job: Claim, atEnd: NonNullable<Claim['atEnd']>): Promise<void> =>
  transaction(app, async (tx) => {
    if ((await finishJobs({ prisma: tx }, [job])) > 0) await atEnd(tx);
  });

type Database = { prisma: Pick<App['prisma'], '$executeRaw'> };

/** One statement, because each commit waits for the disk. By a list of ids, because a join may read all jobs. Jobs that another worker has now are left out. @returns how many ended */
export async function finishJobs({ prisma }: Database, jobs: Claim[]): Promise<number> {
  const ids = jobs.map(({ id }) => id);
  const attempts = jobs.map(({ attempt }) => attempt);
  const isMailed = jobs.map((job) => job.isMailed === true);
  const notSent = jobs.map((job) => job.notSent ?? null);
  return await prisma.$executeRaw`
    UPDATE jobs SET status = 'DONE', finished_at = now(), last_error = (${notSent}::text[])[array_position(${ids}::uuid[], id)],
      accepted_at = CASE WHEN (${isMailed}::boolean[])[array_position(${ids}::uuid[], id)] THEN now() END
    WHERE id = ANY(${ids}::uuid[]) AND attempt = (${attempts}::int[])[array_position(${ids}::uuid[], id)] AND ${isOpen}`;
}
