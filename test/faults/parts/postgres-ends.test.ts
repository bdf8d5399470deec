import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { query } from '../../kit/database.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { inTurn } from './in-turn.ts';
import { openLedger, takenBy } from './ledger.ts';
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts';

/** So few that somebody else can use them all. */
const CONNECTIONS = 40;

type Fault = (postgres: OwnPostgres) => Promise<unknown>;

const all: Record<string, Fault> = {
  'is restarted': async ({ stop, start }) => {
    await stop();
    await setTimeout(2_000);
    await start();
  },
  'is killed and recovers': async ({ kill, start }) => {
    await kill();
    await setTimeout(2_000);
    await start();
  },
  'has no connection left': async ({ url }) => {
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gatehouse%'`;
    const others: Client[] = [];
    const until = performance.now() + 8_000;
    while (performance.now() < until) {
      // Whatever comes free, others take.
      await others[0]?.query(end).catch(() => undefined);
      for (;;) {
        const client = new Client({ connectionString: url });
        client.on('error', () => undefined);
        const isIn = await client.connect().then(
          () => true,
          () => false,
        );
        if (!isIn) break;
        others.push(client);
      }
      await setTimeout(50);
    }
    await Promise.all(others.map((client) => client.end().catch(() => undefined)));
  },
};

test.concurrent.for(queues.flatMap((queue) => Object.entries(all).map(([name, fault]) => ({ queue, name, fault }))))(
  'R59, R60, I1, I3, I5, I6: queue on $queue: when PostgreSQL $name, each call ends in 5 s, what was promised is mailed, and no more',
  async ({ queue, name, fault }, { expect, onTestFinished }) => {
    const postgres = await startOwnPostgres(onTestFinished, [`max_connections=${CONNECTIONS}`]);
    const site = await prepareSite(queue, onTestFinished, postgres.url);
    site.environment['CLIENT_LIMIT'] = 'off';
    await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
    for (let index = 0; index < 10; index++) await ledger.signUp(`before-${index}@example.test`);
    let isOver = false;
    const faulty = fault(postgres).finally(() => (isOver = true));
    await inTurn(4, async (number) => {
      await ledger.signUp(`meanwhile-${number}@example.test`);
      await setTimeout(20);
      return !isOver;
    });
    await faulty;
    await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, PATIENCE);
    for (let index = 0; index < 5; index++) expect(await ledger.signUp(`after-${index}@example.test`)).toBe('promised');
    // A crash of the database can hide from a worker that the database knows of a mail already.
    await ledger.settle({ copies: () => (name === 'has no connection left' ? 1 : 2), mayHaveCommitted: true });
    // Some connections of ours come back before others have taken them all.
    if (name !== 'has no connection left') expect([...ledger.outcomes.values()]).toContain('refused');
    expect(await query(postgres.url, "SELECT 1 FROM jobs WHERE status = 'FAILED'")).toEqual([]);
  },
);
