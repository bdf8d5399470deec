import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { PATIENCE, type ProcessSite, prepareSite } from '../../kit/processes.ts';
import { type OnTestFinished, queues } from '../../kit/redis.ts';
import { inTurn } from './in-turn.ts';
import { openLedger, takenBy } from './ledger.ts';

/** Longer than each timeout of ours, a lease included. */
const LOCKED_MS = 70_000;
const HELD_MS = 40_000;
/** Fewer than a server has connections: who waits for one as well can wait longer than 5 s. */
const AT_ONCE = 12;

async function holdOpen({ databaseUrl }: ProcessSite, onTestFinished: OnTestFinished): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  return client;
}

const tables = ['jobs', 'developers', 'portals'];

test.concurrent.for(queues.flatMap((queue) => tables.map((table) => ({ queue, table }))))(
  'R59, I1, I3, I5, I6: queue on $queue: with $table locked for minutes each call ends in 5 s, and what was promised is mailed afterwards',
  async ({ queue, table }, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    site.environment['CLIENT_LIMIT'] = 'off';
    await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
    for (let index = 0; index < 20; index++) await ledger.signUp(`before-${index}@example.test`);
    const other = await holdOpen(site, onTestFinished);
    await other.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    const until = performance.now() + LOCKED_MS;
    await inTurn(AT_ONCE, async (number) => {
      await ledger.signUp(`meanwhile-${number}@example.test`);
      await setTimeout(Math.random() * 1_000);
      return performance.now() < until;
    });
    await other.query('COMMIT');
    await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, PATIENCE);
    for (let index = 0; index < 5; index++) expect(await ledger.signUp(`after-${index}@example.test`)).toBe('promised');
    // What was on its way to the mail server when the lock came cannot be noted before its lease ends, and goes out once more.
    await ledger.settle({ copies: () => (table === 'jobs' ? 2 : 1) });
  },
);

test.concurrent.for(queues)(
  'R59, I1, I5: queue on %s: a transaction that is held open, with its snapshot and a person it has locked, stops nobody else',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    site.environment['CLIENT_LIMIT'] = 'off';
    await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
    await ledger.signUp('locked@example.test');
    await ledger.settle();
    const other = await holdOpen(site, onTestFinished);
    await other.query("SELECT FROM developers WHERE email = 'locked@example.test' FOR UPDATE");
    // Asks again and again, more often than a worker has lanes: each of these waits for the row.
    const until = performance.now() + HELD_MS;
    for (let number = 0; performance.now() < until; number++) {
      if (number < 12) expect(await ledger.signUp('locked@example.test')).toBe('promised');
      const email = `meanwhile-${number}@example.test`;
      expect(await ledger.signUp(email)).toBe('promised');
      await site.inbox.waitFor(email);
      await setTimeout(200);
    }
    await other.query('COMMIT');
    // Beyond that the allowance of this person is used up.
    await ledger.settle({ copies: (email) => (email === 'locked@example.test' ? 10 : 1), variants: ['locked@example.test'] });
  },
);
