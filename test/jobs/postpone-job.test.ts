import { beforeEach, expect, test } from 'vitest';
import { type Claim, claimDueJobs } from '../../domain/jobs/claim-jobs.ts';
import { postponeJob } from '../../domain/jobs/postpone-job.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const { app } = gatehouse;
const LATER = new Date('2999-01-01T00:00:00Z');

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM jobs');
  await gatehouse.sql(
    "INSERT INTO jobs (id, queue, name, payload) VALUES (gen_random_uuid(), 'MAILS', 'sendApprovedEmail', '{}')",
  );
});

const claimed = async (): Promise<Claim> => present((await claimDueJobs(app, 'MAILS', 1))[0]);
const becomesDue = () => gatehouse.sql("UPDATE jobs SET due_at = now() - interval '1 second'");
const row = async () => (await gatehouse.sql('SELECT status, due_at, attempt, last_error FROM jobs'))[0];

test('a job that must wait is queued until then, without a failure, and is taken again', async () => {
  await postponeJob(app, await claimed(), LATER);
  expect(await row()).toEqual({ status: 'QUEUED', due_at: LATER, attempt: 1, last_error: null });
  expect(await claimDueJobs(app, 'MAILS', 1)).toEqual([]);
  await becomesDue();
  expect(await claimed()).toMatchObject({ attempt: 2, isLate: false });
});

test('a worker whose lease ended postpones nothing: not what another worker has, nor what is done or failed', async () => {
  const old = await claimed();
  await becomesDue();
  const present = await claimed();
  const before = await row();
  await postponeJob(app, old, LATER);
  expect(await row()).toEqual(before);
  for (const status of ['DONE', 'FAILED']) {
    await gatehouse.sql('UPDATE jobs SET status = $1::text::"JobStatus", finished_at = now()', [status]);
    const ended = await row();
    await postponeJob(app, present, LATER);
    expect(await row()).toEqual(ended);
  }
});
