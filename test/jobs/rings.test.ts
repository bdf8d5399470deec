import { expect, test } from 'vitest';
import { addJob } from '../../domain/jobs/add-job.ts';
import type { Queue } from '../../domain/jobs/jobs.ts';
import { transaction } from '../../domain/transaction.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const { app } = gatehouse;
const [{ id: portalId } = { id: '' }] = await gatehouse.sql<{ id: string }>("SELECT id FROM portals WHERE slug = 'demo'");

test('a transaction rings for the queues of its own jobs, and after its own commit, whatever other transactions do meanwhile', async () => {
  const rung: Queue[][] = [];
  const ringing = { ...app, ring: (queues: Iterable<Queue>) => void rung.push([...queues]) };
  const othersAreThrough = Promise.withResolvers<void>();
  const first = transaction(ringing, async (tx) => {
    await othersAreThrough.promise;
    await addJob(tx, 'evaluatePending', portalId, { portalId });
  });
  await transaction(ringing, async (tx) => void (await tx.portal.count()));
  othersAreThrough.resolve();
  await first;
  expect(rung).toEqual([[], ['APPROVALS']]);
});

test('a worker counts the jobs that no ring brought; not those of a retry, and not those that are due later', async () => {
  await gatehouse.sql('DELETE FROM jobs');
  const insert = (created: string, due: string, attempt: number) =>
    gatehouse.sql(
      `INSERT INTO jobs (id, queue, name, payload, portal_id, attempt, created_at, due_at)
       VALUES (gen_random_uuid(), 'APPROVALS', 'evaluatePending', jsonb_build_object('portalId', $1::uuid), $1::uuid, $2,
         now() - $3::interval, now() - $4::interval)`,
      [portalId, attempt, created, due],
    );
  await insert('7 seconds', '7 seconds', 0);
  await insert('8 seconds', '8 seconds', 0);
  await insert('7 seconds', '7 seconds', 1);
  await insert('1 hour', '7 seconds', 0);
  await insert('1 second', '1 second', 0);
  const stop = await gatehouse.startWorker();
  const open = () => gatehouse.sql('SELECT status, attempt, last_error FROM jobs WHERE finished_at IS NULL');
  await expect.poll(open, { timeout: 4_000 }).toEqual([]);
  await stop();
  const told = gatehouse.logs.map((line) => JSON.parse(line)).filter(({ msg }) => msg.startsWith('the sweep took new jobs'));
  expect(told).toEqual([expect.objectContaining({ level: 40, approvals: 2, mails: 0 })]);
});
