import { expect, test } from 'vitest';
import { addJob, type JobRef } from '../../domain/jobs/jobs.ts';
import { transaction } from '../../domain/transaction.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const { app } = gatehouse;
const [{ id: portalId } = { id: '' }] = await gatehouse.sql<{ id: string }>("SELECT id FROM portals WHERE slug = 'demo'");

test('a transaction rings for its own jobs, and after its own commit, whatever other transactions do meanwhile', async () => {
  const rung: JobRef[][] = [];
  const ringing = { ...app, ring: (jobs: JobRef[]) => void rung.push(jobs) };
  const othersAreThrough = Promise.withResolvers<void>();
  const first = transaction(ringing, async (tx) => {
    await othersAreThrough.promise;
    await addJob(tx, 'evaluatePending', portalId, { portalId });
  });
  await transaction(ringing, async (tx) => void (await tx.portal.count()));
  othersAreThrough.resolve();
  await first;
  const [job] = await gatehouse.sql<{ id: string }>("SELECT id FROM jobs WHERE name = 'evaluatePending'");
  expect(rung).toEqual([[], [{ id: job?.id, queue: 'APPROVALS', attempt: 0 }]]);
});
