import { test, vi } from 'vitest';
import { openDemoPortal, signUp } from '../kit/people.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';
import { queues } from '../kit/redis.ts';

/** For the request alone; the mail may take until the next sweep. */
const PROMPTLY_MS = 2_000;

test.concurrent.for(queues.filter((queue) => queue === 'Redis'))(
  'a %s that is away when all starts, comes, and dies delays mails and loses none',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    await site.redis?.kill();
    const [server, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    await server.says('The queue is away');

    await site.redis?.start();
    const ringsAgain = async () => {
      await signUp(site, `${crypto.randomUUID()}@example.test`);
      const [job] = await site.sql<{ id: string }>('SELECT id FROM jobs ORDER BY created_at DESC LIMIT 1');
      await vi.waitFor(async () => expect(await site.queued()).toContain(job?.id), { timeout: 300, interval: 20 });
    };
    await vi.waitFor(ringsAgain, PATIENCE);

    await site.redis?.kill();
    const askedAt = Date.now();
    expect(await signUp(site, 'ada@example.test')).toMatchObject({ __typename: 'SignUpSuccess' });
    expect(Date.now() - askedAt).toBeLessThan(PROMPTLY_MS);
    for (const process of [server, worker]) {
      process.signal('SIGTERM');
      expect(await process.ended).toEqual({ code: 0, signal: null });
    }
    // One that starts sweeps at once, as the other would have in a while.
    await site.startWorker();
    await site.inbox.waitFor('ada@example.test');
  },
);

test.concurrent.for(queues)(
  'queue on %s: flushed while jobs wait in it, it loses none',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    await site.startServer();
    await openDemoPortal(site);
    const people = ['ada@example.test', 'grace@example.test', 'edsger@example.test'];
    for (const email of people) await signUp(site, email);
    const jobs = await site.sql<{ id: string }>('SELECT id FROM jobs');
    await vi.waitFor(async () => {
      const queued = await site.queued();
      expect(jobs.filter(({ id }) => queued.includes(id))).toHaveLength(people.length);
    }, PATIENCE);
    await site.flushQueue();
    await site.startWorker();
    for (const email of people) expect(await site.inbox.waitFor(email)).toHaveLength(1);
  },
);
