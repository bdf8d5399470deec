import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { test, vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { signUp } from '../kit/people.ts';
import { PATIENCE, type ProcessSite, prepareSite } from '../kit/processes.ts';
import { type OnTestFinished, queues } from '../kit/redis.ts';

/** For the request alone; the mail may take until the next sweep. */
const PROMPTLY_MS = 2_000;
const SWEEP_MS = 15_000;

const onRedis = queues.filter((queue) => queue === 'Redis');

test.concurrent.for(queues)(
  'R59: queue on %s: away when all starts, it rings as soon as it is there',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const comeBack = await takeAway(site, onTestFinished);
    const processes = await Promise.all([site.startServer(), site.startWorker()]);
    for (const process of processes) await process.says('The queue is away');
    await comeBack();
    await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, PATIENCE);
    await openDemoPortal(site);
    // This one may have to wait for a sweep.
    await mailTo(site, 'ada@example.test');
    // Between these two there would be another.
    const startedAt = Date.now();
    await mailTo(site, 'grace@example.test');
    await mailTo(site, 'edsger@example.test');
    expect(Date.now() - startedAt).toBeLessThan(SWEEP_MS);
  },
);

test.concurrent.for(onRedis)(
  'R59, R64: a %s that dies delays mails and loses none',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const processes = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    await site.redis?.kill();
    const askedAt = Date.now();
    expect(await signUp(site, 'ada@example.test')).toMatchObject({ __typename: 'SignUpSuccess' });
    expect(Date.now() - askedAt).toBeLessThan(PROMPTLY_MS);
    for (const process of processes) {
      process.signal('SIGTERM');
      expect(await process.ended).toEqual({ code: 0, signal: null });
    }
    // One that starts sweeps at once, as the other would have in a while.
    await site.startWorker();
    await site.inbox.waitFor('ada@example.test');
  },
);

test.concurrent.for(queues)(
  'R59, R62: queue on %s: flushed while a ring waits in it, no job is lost',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    await site.startServer();
    await openDemoPortal(site);
    const people = ['ada@example.test', 'grace@example.test', 'edsger@example.test'];
    for (const email of people) await signUp(site, email);
    await vi.waitFor(async () => expect(await site.queued()).toContain('ring'), PATIENCE);
    await site.flushQueue();
    await site.startWorker();
    for (const email of people) expect(await site.inbox.waitFor(email)).toHaveLength(1);
  },
);

test.concurrent.for(queues)(
  'queue on %s: away or flushed, never-verified registrations are reminded and removed',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    await site.startServer();
    await openDemoPortal(site);
    const first = await site.startWorker();
    for (const email of ['ada@example.test', 'late@example.test']) await mailTo(site, email);
    first.signal('SIGTERM');
    await first.ended;
    await daysPass(site, 15, 'late@example.test');
    await daysPass(site, 4, 'ada@example.test');
    await site.flushQueue();
    await site.redis?.kill();
    // One sweep writes the reminder, the next one sends it. Each worker sweeps as soon as it starts.
    const second = await site.startWorker();
    await vi.waitUntil(async () => (await site.sql("SELECT 1 FROM jobs WHERE name LIKE '%Reminder%'")).length > 0, PATIENCE);
    second.signal('SIGTERM');
    await second.ended;
    const third = await site.startWorker();
    await vi.waitUntil(() => site.inbox.mails.some(({ subject }) => subject.startsWith('Reminder')), PATIENCE);
    await vi.waitFor(async () => {
      expect(await site.sql('SELECT email FROM developers')).toEqual([{ email: 'ada@example.test' }]);
    }, PATIENCE);
    third.signal('SIGTERM');
    await third.ended;
    await daysPass(site, 11, 'ada@example.test');
    await site.startWorker();
    await vi.waitUntil(async () => (await site.sql('SELECT 1 FROM developers')).length === 0, PATIENCE);
  },
);

async function daysPass(site: ProcessSite, days: number, email: string): Promise<void> {
  const ago = `interval '${days} days'`;
  await site.sql(`UPDATE developers SET asked_at = asked_at - ${ago} WHERE email = '${email}'`);
  await site.sql(
    `UPDATE tokens SET expires_at = expires_at - ${ago} WHERE developer_id = (SELECT id FROM developers WHERE email = '${email}')`,
  );
}

async function mailTo(site: ProcessSite, email: string): Promise<void> {
  await signUp(site, email);
  await site.inbox.waitFor(email);
}

/** Takes the queue away from the processes that are started next: the Redis, or the way to the database. @returns how it comes back */
async function takeAway(site: ProcessSite, onTestFinished: OnTestFinished): Promise<() => Promise<unknown>> {
  if (site.redis) {
    await site.redis.kill();
    return site.redis.start;
  }
  const database = new URL(site.databaseUrl);
  const port = await freePort();
  site.environment['DATABASE_URL'] = Object.assign(new URL(database), { port }).href;
  const gate = createServer((near) => {
    const far = createConnection(Number(database.port), database.hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  onTestFinished(() => void gate.close());
  return () => once(gate.listen(port, '127.0.0.1'), 'listening');
}
