import { expect, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { LONGEST_MANAGEMENT_HEAD } from '../../metrics/management-server.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { scrape } from '../kit/metrics.ts';
import { signUp } from '../kit/people.ts';

const TOKEN = 'a-token-of-32-letters-for-metrics';
const [ofServer, ofWorker] = [await freePort(), await freePort()];
const gatehouse = await startInstallation({ MANAGEMENT_PORT: String(ofServer), METRICS_TOKEN: TOKEN });
await openDemoPortal(gatehouse);

const get = (url: string, headers: Record<string, string> = {}) => send(url, 'GET', headers);

test('metrics are at both ports for who has the token, and for nobody else', async () => {
  for (const base of [`http://localhost:${ofServer}`, gatehouse.url]) {
    for (const authorization of ['', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      expect([authorization, (await get(`${base}/metrics`, { authorization })).status]).toEqual([authorization, 401]);
    }
    const { status, text, headers } = await get(`${base}/metrics`, { authorization: `Bearer ${TOKEN}` });
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain('gatehouse_build_info{version=');
  }
});

test('the management port answers three addresses, by GET alone, and bounds the head of a request', async () => {
  const base = `http://localhost:${ofServer}`;
  expect((await get(`${base}/healthz`)).text).toMatch(/^alive\n/);
  expect((await get(`${base}/readyz`)).text).toBe('ready\n');
  expect((await get(`${base}/graphql`)).status).toBe(404);
  expect((await send(`${base}/metrics`, 'POST', {}, 'x')).status).toBe(405);
  expect((await get(`${base}/healthz`, { 'x-long': 'x'.repeat(LONGEST_MANAGEMENT_HEAD) })).status).toBe(431);
});

test('a port that another process uses is refused in one sentence', async () => {
  await expect(gatehouse.startWorker()).rejects.toThrow(/^MANAGEMENT_PORT names a port that another program uses already/);
});

test('a worker tells its jobs, the latency of its mails, its rings and what waits, and is ready while the mail server refuses mails', async () => {
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, status, finished_at) VALUES (gen_random_uuid(), 'MAILS', 'sendRejectedEmail', '{}', 'FAILED', now())`,
  );
  const stop = await gatehouse.startWorker({ MANAGEMENT_PORT: String(ofWorker) });
  await signUp(gatehouse, 'grace@metrics.test');
  await gatehouse.inbox.waitFor('grace@metrics.test');
  const told = async () => {
    const { value } = await scrape(ofWorker, TOKEN);
    return {
      done: value('gatehouse_jobs_total', { job: 'sendVerificationEmail', result: 'done' }),
      retried: value('gatehouse_jobs_total', { job: 'sendVerificationEmail', result: 'retried' }),
      timed: value('gatehouse_job_duration_seconds_count', { job: 'sendVerificationEmail' }),
      mails: value('gatehouse_mail_latency_seconds_count'),
      up: value('gatehouse_database_up'),
      failed: value('gatehouse_jobs_failed_waiting'),
      waiting: value('gatehouse_requests_waiting', { portal: 'demo' }),
    };
  };
  await expect
    .poll(told, { timeout: 60_000 })
    .toEqual({ done: 1, retried: 0, timed: 1, mails: 1, up: 1, failed: 1, waiting: 0 });
  expect((await get(`http://localhost:${ofWorker}/readyz`)).text).toBe('ready\n');
  // At the final dot: the worker keeps the connection that it has.
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'away' };
  await signUp(gatehouse, 'later@metrics.test');
  await expect.poll(async () => (await told()).retried, { timeout: 60_000 }).toBe(1);
  gatehouse.inbox.behaviour.refuseMail = undefined;
  expect((await get(`http://localhost:${ofWorker}/readyz`)).text).toBe('ready\n');
  await stop();
});
