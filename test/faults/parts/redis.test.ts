import { Redis } from 'ioredis';
import { test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { present } from '../../kit/present.ts';
import { prepareSite } from '../../kit/processes.ts';
import { queues, type RedisServer } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { openLedger, takenBy } from './ledger.ts';

/** R64, for one answer. */
const PROMPTLY_MS = 2_000;
const SWEEP_MS = 15_000;
const PEOPLE = 8;

type Fault = { begin: (redis: RedisServer) => Promise<unknown>; end: (redis: RedisServer) => Promise<unknown> };

async function command({ url }: RedisServer, ...words: [string, ...string[]]): Promise<void> {
  const client = new Redis(url);
  // It may be cut off by its own command.
  client.on('error', () => undefined);
  await client.call(...words);
  client.disconnect();
}

const all: Record<string, Fault> = {
  'hangs (SIGSTOP)': {
    begin: async (redis) => redis.signal('SIGSTOP'),
    end: async (redis) => redis.signal('SIGCONT'),
  },
  'is out of memory': {
    begin: (redis) => command(redis, 'CONFIG', 'SET', 'maxmemory', '1'),
    end: (redis) => command(redis, 'CONFIG', 'SET', 'maxmemory', '0'),
  },
  'is started again, empty': {
    begin: (redis) => redis.kill(),
    end: async (redis) => {
      await redis.loseDisk();
      await redis.start();
    },
  },
  'takes no more clients': {
    begin: async (redis) => {
      await command(redis, 'CONFIG', 'SET', 'maxclients', '1');
      await command(redis, 'CLIENT', 'KILL', 'TYPE', 'normal').catch(() => undefined);
    },
    end: async (redis) => {
      // The one client that it takes may be ours.
      await redis.kill();
      await redis.start();
    },
  },
  'is flushed again and again': {
    begin: async (redis) => {
      const timer = setInterval(() => void redis.flush().catch(() => undefined), 50);
      setTimeout(() => clearInterval(timer), 4_000);
    },
    end: () => new Promise((resolve) => setTimeout(resolve, 4_500)),
  },
};
const SHORT = ['hangs (SIGSTOP)', 'is out of memory'];
const cases = Object.entries(all).filter(([name]) => isWhole || SHORT.includes(name));
const onRedis = queues.filter((queue) => queue === 'Redis');

test.concurrent.for(onRedis.flatMap((queue) => cases.map(([name, fault]) => ({ queue, name, fault }))))(
  'R59, R62, R64, I1, I6: a $queue that $name delays no answer and loses no mail, and rings again afterwards',
  async ({ queue, fault }, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const redis = present(site.redis);
    onTestFinished(() => redis.signal('SIGCONT'));
    site.environment['CLIENT_LIMIT'] = 'off';
    const processes = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
    const inTime = async (email: string) => {
      const startedAt = performance.now();
      expect(await ledger.signUp(email)).toBe('promised');
      expect(performance.now() - startedAt).toBeLessThan(PROMPTLY_MS);
    };
    await inTime('before@example.test');
    await site.inbox.waitFor('before@example.test');
    await fault.begin(redis);
    for (let index = 0; index < PEOPLE; index++) await inTime(`meanwhile-${index}@example.test`);
    // The sweep needs no queue.
    await vi.waitUntil(() => site.inbox.mails.length === PEOPLE + 1, { timeout: 4 * SWEEP_MS, interval: 50 });
    await fault.end(redis);

    // Between these there would be a sweep, if it did not ring.
    await vi.waitUntil(
      async () => {
        const startedAt = performance.now();
        const email = `again-${startedAt}@example.test`;
        await inTime(email);
        await vi.waitUntil(() => site.inbox.mails.some(({ recipients }) => recipients.includes(email)), {
          timeout: 2 * SWEEP_MS,
        });
        return performance.now() - startedAt < SWEEP_MS / 10;
      },
      { timeout: 90_000 },
    );
    await ledger.settle();
    for (const process of processes) {
      // Once a minute and process, not once a ring; ring and answer complain each.
      expect(process.output.filter((line) => line.includes('The queue is away')).length).toBeLessThan(8);
      process.signal('SIGTERM');
      expect(await process.ended).toEqual({ code: 0, signal: null });
    }
  },
);

test.concurrent.for(onRedis)(
  'R65: while %s hangs, server and worker still end well when they are told to',
  async (queue, context) => {
    const site = await prepareSite(queue, context.onTestFinished);
    const redis = present(site.redis);
    context.onTestFinished(() => redis.signal('SIGCONT'));
    const processes = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), context.expect);
    await ledger.signUp('before@example.test');
    await ledger.settle();
    redis.signal('SIGSTOP');
    await ledger.signUp('meanwhile@example.test');
    for (const process of processes) {
      process.signal('SIGTERM');
      context.expect(await process.ended).toEqual({ code: 0, signal: null });
    }
    // The next worker sweeps when it starts, though the queue is still away.
    await site.startWorker();
    await ledger.settle();
  },
);
