import { pino } from 'pino';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../config.ts';
import { LONGEST_COMMIT_MS } from '../../domain/jobs/claim-jobs.ts';
import { RING_PAUSE_MS } from '../../doorbell/ring.ts';
import { openEnvironment } from '../../worker/environment.ts';
import { AWAKE_MS, LOOK_PAUSE_MS, openLanes } from '../../worker/lanes.ts';
import { openMailer } from '../../worker/mailer.ts';
import { runDueJobs } from '../../worker/sweep.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const rung: string[] = [];
const app = { ...gatehouse.app, ring: (queues: Iterable<string>) => void rung.push(...queues) };
const log = pino({ level: 'silent' });
const mailer = openMailer(readConfig(gatehouse.environment), app, log, null);
afterAll(() => mailer.close());
const environment = openEnvironment(app, mailer, log);

beforeEach(async () => {
  rung.length = 0;
  await gatehouse.sql('DELETE FROM jobs');
});

const addDueJobs = (count: number) =>
  gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id)
     SELECT gen_random_uuid(), 'APPROVALS', 'evaluatePending', jsonb_build_object('portalId', id), id
     FROM portals, generate_series(1, $1) WHERE slug = 'demo'`,
    [count],
  );

const statuses = async () =>
  (await gatehouse.sql<{ status: string }>('SELECT status FROM jobs ORDER BY status')).map(({ status }) => status);

test('one ring takes all jobs that are due, no more at once than there are lanes', async () => {
  await addDueJobs(7);
  const lanes = openLanes(environment, 'APPROVALS', 2);
  await lanes.takeDueJobs();
  await lanes.close();
  expect(await statuses()).toEqual(Array.from({ length: 7 }, () => 'DONE'));
});

test('a worker that was rung finds jobs that no ring names, for longer than a process pauses between two rings', async () => {
  expect(AWAKE_MS - LOOK_PAUSE_MS).toBeGreaterThan(RING_PAUSE_MS);
  const lanes = openLanes(environment, 'APPROVALS', 2);
  await lanes.takeDueJobs();
  for (let more = 1; more <= 3; more++) {
    await addDueJobs(1);
    await vi.waitFor(async () => expect(await statuses()).toEqual(Array.from({ length: more }, () => 'DONE')));
  }
  await lanes.close();
});

test('a worker whose lanes are full rings for another worker, once', async () => {
  const lanes = openLanes(environment, 'APPROVALS', 2);
  await addDueJobs(1);
  await lanes.takeDueJobs();
  expect(rung).toEqual([]);
  await addDueJobs(7);
  await lanes.takeDueJobs();
  expect(rung).toEqual(['APPROVALS']);
  await lanes.close();
});

test('a worker that stops takes no more jobs, waits for those that run, and rings for the rest', async () => {
  await addDueJobs(3);
  const lanes = openLanes(environment, 'APPROVALS', 1);
  let closed: Promise<void> | undefined;
  const held = 'SELECT lock_approval_rules(id) FROM portals';
  await whileHeld(gatehouse.databaseUrl, held, lanes.takeDueJobs, async () => {
    expect(await statuses()).toEqual(['QUEUED', 'QUEUED', 'RUNNING']);
    closed = lanes.close();
  });
  await closed;
  expect(await statuses()).toEqual(['QUEUED', 'QUEUED', 'DONE']);
  expect(rung).toEqual(['APPROVALS', 'APPROVALS']);
});

test('a claim goes on where the last one ended; the sweep finds a job whose transaction took longer', async () => {
  const lanes = openLanes(environment, 'APPROVALS', 2);
  await addDueJobs(1);
  await lanes.takeDueJobs();
  // With all lanes free, it does not claim in turn.
  await vi.waitFor(async () => expect(await statuses()).toEqual(['DONE']));
  // The first job was due when it was created.
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id, due_at)
     SELECT gen_random_uuid(), queue, name, payload, portal_id, created_at - $1 * interval '1 ms' - n * interval '1 ms'
     FROM jobs, generate_series(0, 1) n`,
    [LONGEST_COMMIT_MS],
  );
  await lanes.takeDueJobs();
  await lanes.close();
  expect(await statuses()).toEqual(['QUEUED', 'DONE', 'DONE']);
  await runDueJobs(environment, 'APPROVALS');
  expect(await statuses()).toEqual(['DONE', 'DONE', 'DONE']);
});
