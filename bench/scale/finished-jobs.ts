import type { App } from '../../domain/app.ts';
import { DONE_JOB_KEPT_MS, jobPurges } from '../../domain/jobs/remove-jobs.ts';
import { connectPrisma } from '../../prisma/client.ts';
import { MOST_ROWS_IN_PURGE } from '../../worker/purge.ts';
import { end } from '../kit/children.ts';
import { metered } from '../kit/done.ts';
import { startInstallation } from '../kit/installation.ts';
import { openFeed } from '../kit/job-feed.ts';
import { type Line, rates } from '../kit/line.ts';

const KEPT = 1_000_000;
const OLD = 200_000;
const DAY_MS = 86_400_000;

/** How long finished jobs stay, in days. */
export const KEPT_DAYS = DONE_JOB_KEPT_MS / DAY_MS;

/** `ms` is what one job costs PostgreSQL, in milliseconds of CPU. */
export type Removal = { line: Line; ms: number };

/** How fast a worker removes finished jobs, row by row, among those that stay. */
export async function measureRemoval(): Promise<Removal> {
  await using gatehouse = await startInstallation();
  const { services, worker } = gatehouse.parts();
  await end(worker);
  const feed = await openFeed(services.databaseUrl);
  await feed.seedDone(KEPT);
  await feed.seedDone(OLD, KEPT_DAYS);
  await feed.close();
  const prisma = connectPrisma(services.databaseUrl, 1);
  const removal = await metered(gatehouse, async () => {
    const begin = performance.now();
    let count = 0;
    while (count < OLD) count += (await jobPurges['jobs done long ago']?.({ prisma } as App, MOST_ROWS_IN_PURGE)) ?? OLD;
    return { count, seconds: (performance.now() - begin) / 1_000 };
  });
  await prisma.$disconnect();
  return {
    line: rates(`finished jobs removed, ${KEPT.toLocaleString('en')} of them stay`, [removal]),
    ms: removal.cpu?.['PostgreSQL'] ?? Number.NaN,
  };
}
