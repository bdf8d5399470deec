import { expect, test } from 'vitest';
import { claimDueJobs } from '../../domain/jobs/claim-jobs.ts';
import { finishJobs, finishWith } from '../../domain/jobs/finish-jobs.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const WAITING = 2_000;
const CLAIMED = 10;

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

const addJobs = (count: number, status: 'DONE' | 'QUEUED') =>
  gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id, status, finished_at)
     SELECT gen_random_uuid(), 'APPROVALS', 'evaluateApproval', '{}', id, $2::text::"JobStatus", CASE $2::text WHEN 'DONE' THEN now() END
     FROM portals, generate_series(1, $1) WHERE slug = 'demo'`,
    [count, status],
  );

test('the end of jobs reads few rows, even if the planner believes that no others wait', async () => {
  await addJobs(20_000, 'DONE');
  await gatehouse.sql('ANALYZE jobs');
  await addJobs(WAITING, 'QUEUED');
  const claimed = await claimDueJobs(gatehouse.app, 'APPROVALS', CLAIMED);
  const read = await gatehouse.app.prisma.$transaction(async (prisma) => {
    await finishJobs({ prisma }, claimed);
    const [row] = await prisma.$queryRaw<{ read: number }[]>`
      SELECT (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_xact_user_tables WHERE relname = 'jobs'`;
    return row?.read;
  });
  expect(read).toBeLessThan(10 * CLAIMED);
  expect(await gatehouse.sql(`SELECT 1 FROM jobs WHERE status = 'QUEUED'`)).toHaveLength(WAITING - CLAIMED);
});

test('a worker whose lease ended stores nothing at the end of a job that another worker has now', async () => {
  await gatehouse.sql('DELETE FROM jobs');
  await addJobs(1, 'QUEUED');
  const claimed = async () => present((await claimDueJobs(gatehouse.app, 'APPROVALS', 1))[0]);
  const old = await claimed();
  await gatehouse.sql('UPDATE jobs SET due_at = now()');
  const now = await claimed();
  const stored: string[] = [];
  await finishWith(gatehouse.app, old, async () => void stored.push('old'));
  await finishWith(gatehouse.app, now, async () => void stored.push('now'));
  await finishWith(gatehouse.app, now, async () => void stored.push('once more'));
  expect(stored).toEqual(['now']);
});
