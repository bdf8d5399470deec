import { setTimeout } from 'node:timers/promises';
import { test, vi } from 'vitest';
import { query } from '../../kit/database.ts';
import { PATIENCE } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { registeredAt, startFailoverSite } from './failover-site.ts';
import { inTurn } from './in-turn.ts';
import { openLedger, takenBy } from './ledger.ts';

const AT_ONCE = 4;
/** People who signed up before the primary goes, and after the standby was promoted. */
const PEOPLE = 100;
/** As a program that watches PostgreSQL takes to notice. */
const NOTICED_MS = 2_000;

/** A worker may have begun a job whose end the standby does not know. Then its lease has to end, and a sweep to come. */
const PAST_LEASE = { timeout: 120_000, interval: 100 };

/** One after the other: each takes four processes, and two servers that flush each commit. */
test.for(queues)(
  'R59, R60, I1, I3, I5, I6: queue on %s: when a synchronous standby takes over under load, no promise is lost, and nobody restarts anything',
  async (queue, { expect, onTestFinished }) => {
    const started = await startFailoverSite(queue, true, onTestFinished);
    const { site, primary, standby, processes } = started;
    const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
    const promised = () => [...ledger.outcomes].filter(([, outcome]) => outcome === 'promised').map(([email]) => email);
    let isOver = false;
    const failover = (async () => {
      await vi.waitUntil(() => promised().length >= PEOPLE, PATIENCE);
      await primary.kill();
      await setTimeout(NOTICED_MS);
      await standby.promote();
      const before = promised().length;
      await vi.waitUntil(() => promised().length >= before + PEOPLE, PATIENCE);
    })().finally(() => (isOver = true));
    await inTurn(AT_ONCE, async (number) => {
      await ledger.signUp(`person-${number}@example.test`);
      await setTimeout(5);
      return !isOver;
    });
    await failover;
    expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
    expect([...ledger.outcomes.values()]).toContain('refused');
    // The death of the database can hide from a worker that the mail went out.
    await ledger.settle({ copies: () => 2, mayHaveCommitted: true });
    const there = await registeredAt(started);
    expect(
      promised().filter((email) => !there.has(email)),
      'promised, but not there',
    ).toEqual([]);
    for (const { output } of processes) {
      const moves = output.filter((line) => line.includes('another host is the primary of the database now'));
      const [now, before] = [standby.url, primary.url].map((url) => new URL(url).host);
      expect(moves.map((line) => JSON.parse(line))).toMatchObject([{ level: 40, host: now, before }]);
    }
  },
);

test('while a standby is asynchronous, what it had not received is lost, and nothing else', async ({
  expect,
  onTestFinished,
}) => {
  const started = await startFailoverSite('PostgreSQL', false, onTestFinished);
  const { site, primary, standby } = started;
  const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
  const early = Array.from({ length: 10 }, (_, number) => `early-${number}@example.test`);
  for (const email of early) expect(await ledger.signUp(email)).toBe('promised');
  // A worker registers them after the answer.
  await vi.waitUntil(async () => (await query(primary.url, 'SELECT 1 FROM developers')).length === early.length, PATIENCE);
  await standby.catchUp();
  await standby.cutOff();
  for (const number of [0, 1, 2]) expect(await ledger.signUp(`late-${number}@example.test`)).toBe('promised');
  await primary.kill();
  await standby.promote();
  await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, PATIENCE);
  expect([...(await registeredAt(started))].toSorted()).toEqual(early);
  // People whose registration got lost ask again, as after any link that does not work.
  expect(await ledger.signUp('late-0@example.test')).toBe('promised');
  const unfinished = () => site.sql('SELECT 1 FROM jobs WHERE finished_at IS NULL');
  await vi.waitUntil(async () => (await unfinished()).length === 0, PAST_LEASE);
  expect(await query(standby.url, "SELECT 1 FROM jobs WHERE status = 'FAILED'")).toEqual([]);
});

test('while the only synchronous standby is away, nobody is promised what it does not have', async ({
  expect,
  onTestFinished,
}) => {
  const { site, primary, standby } = await startFailoverSite('PostgreSQL', true, onTestFinished);
  const onPrimary = { ...site, sql: (text: string, values?: unknown[]) => query<never>(primary.url, text, values) };
  const ledger = openLedger(onPrimary, () => takenBy(site.inbox.mails), expect);
  expect(await ledger.signUp('early@example.test')).toBe('promised');
  await standby.stop();
  for (const number of [0, 1, 2]) expect(await ledger.signUp(`meanwhile-${number}@example.test`)).toBe('unanswered');
  // What an operator does who wants to go on without it.
  await query(primary.url, 'ALTER SYSTEM RESET synchronous_standby_names');
  await query(primary.url, 'SELECT pg_reload_conf()');
  await vi.waitUntil(async () => (await ledger.signUp('late@example.test')) === 'promised', PATIENCE);
  await ledger.settle({ mayHaveCommitted: true, copies: () => 2 });
});
