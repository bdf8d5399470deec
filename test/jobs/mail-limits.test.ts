import { pino } from 'pino';
import { beforeEach, expect, test, vi } from 'vitest';
import { openApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Settings } from '../../domain/app.ts';
import { openClaims } from '../../domain/jobs/claims.ts';
import { type Held, MAIL_RATE_KEPT_MS, PLACES_FOR_ONE, SAVED_SHARE } from '../../domain/jobs/mail-limits.ts';
import { openReader } from '../../metrics/read-database.ts';
import { MOST_HELD_LINES_PER_MINUTE } from '../../worker/held-mails.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { plansOf } from '../kit/plans.ts';
import { PATIENCE } from '../kit/processes.ts';

const HOUR_S = 3_600;
/** Slow, so that no place comes by itself while a test runs: one in 37.8 seconds. */
const MOST = 100;
const INTERVAL_S = (HOUR_S * (1 + SAVED_SHARE)) / MOST;
/** What goes out at once after a pause. */
const AT_ONCE = 5;
const RATE = { most: MOST, perMs: HOUR_S * 1_000 };

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM jobs');
  await gatehouse.sql('DELETE FROM mail_rates');
});

const all = { mailLimit: RATE, mailLimitPerPortal: null };
const perPortal = { mailLimit: null, mailLimitPerPortal: RATE };

/** The claims of a worker that has just started. */
function worker(limits: Pick<Settings, 'mailLimit' | 'mailLimitPerPortal'>) {
  const held: Held[] = [];
  const app = { ...gatehouse.app, settings: { ...gatehouse.app.settings, ...limits } };
  return { claim: openClaims(app, 'MAILS', (more) => held.push(more)), held };
}

const addJobs = (name: string, slug: string | null, count: number, isUrgent = false) =>
  gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id, is_urgent, created_at, due_at)
     SELECT gen_random_uuid(), 'MAILS', $1, '{}', (SELECT id FROM portals WHERE slug = $2), $4, at, at
     FROM (SELECT now() - ($3::int - n) * interval '1 ms' AS at FROM generate_series(1, $3::int) n) due`,
    [name, slug, count, isUrgent],
  );

const pass = (seconds: number) =>
  gatehouse.sql(
    "UPDATE mail_rates SET owed_until = owed_until - $1 * interval '1 second', share_at = share_at - $1 * interval '1 second'",
    [seconds],
  );

const countsOf = (claims: { name: string }[]) =>
  Object.fromEntries([...Map.groupBy(claims, ({ name }) => name)].map(([name, { length }]) => [name, length]));

const waiting = async () => (await gatehouse.sql("SELECT 1 FROM jobs WHERE status = 'QUEUED'")).length;

test('after a pause a twentieth goes out at once, then one after the other, and the rest stays due', async () => {
  await addJobs('invitations', 'demo', 20);
  const { claim, held } = worker(all);
  expect(await claim(10)).toHaveLength(AT_ONCE);
  expect([await claim(10), await waiting()]).toEqual([[], 20 - AT_ONCE]);
  expect(held).toEqual([{ by: 'MAIL_LIMIT', ms: expect.any(Number) }]);
  expect(Math.ceil((held[0]?.ms ?? 0) / 1_000 / INTERVAL_S)).toBe(1);
  await pass(INTERVAL_S);
  expect(await worker(all).claim(10)).toHaveLength(1);
  expect(await worker(all).claim(10)).toEqual([]);
  await pass(HOUR_S);
  expect(await worker(all).claim(10)).toHaveLength(AT_ONCE);
});

test('a job whose worker died is taken again, at a place of its own', async () => {
  await addJobs('invitations', 'demo', AT_ONCE);
  const claimed = await worker(all).claim(10);
  expect(claimed).toHaveLength(AT_ONCE);
  // Nothing has gone out, and the leases end.
  await gatehouse.sql("UPDATE jobs SET due_at = now() - interval '1 minute'");
  expect(await worker(all).claim(10)).toEqual([]);
  await pass(HOUR_S);
  const again = await worker(all).claim(10);
  expect(again.map(({ id }) => id).toSorted()).toEqual(claimed.map(({ id }) => id).toSorted());
  expect(again.map(({ attempt }) => attempt)).toEqual(Array(AT_ONCE).fill(2));
});

test('a job that had to wait for the limit is none that no ring brought', async () => {
  await addJobs('invitations', 'demo', 1);
  await addJobs('resets', 'demo', 1, true);
  await gatehouse.sql("UPDATE jobs SET due_at = due_at - interval '1 minute', created_at = created_at - interval '1 minute'");
  const claimed = await worker(all).claim(10);
  expect(claimed.map(({ name, isLate }) => [name, isLate])).toEqual([
    ['resets', true],
    ['invitations', false],
  ]);
});

test('no more than the limit go out in any time of its length, and 95 % of it in the long run', async () => {
  await addJobs('invitations', 'demo', 1_000);
  const stepS = 60;
  const taken: number[] = [];
  for (let at = 0; at < 3 * HOUR_S; at += stepS) {
    // A pause, in which places are saved.
    taken.push(at > HOUR_S && at < HOUR_S + 600 ? 0 : (await worker(all).claim(50)).length);
    // The test takes time, too.
    await pass(stepS - 1);
  }
  const steps = HOUR_S / stepS;
  const inAnHour = taken.map((_, index) => taken.slice(index, index + steps).reduce((sum, count) => sum + count, 0));
  expect(Math.max(...inAnHour)).toBeLessThanOrEqual(MOST);
  expect(inAnHour[2 * steps - 1]).toBeGreaterThanOrEqual(Math.floor((steps * (stepS - 1)) / INTERVAL_S) - 1);
});

test('the portals take turns for the places, and so do emails of no portal', async () => {
  await addJobs('invitations', 'demo', 1_000);
  const { claim } = worker(all);
  expect(countsOf(await claim(2))).toEqual({ invitations: 2 });
  await addJobs('decisions', 'second', 10);
  await addJobs('of an admin', null, 10);
  expect(countsOf(await claim(10))).toEqual({ invitations: 1, decisions: 1, 'of an admin': 1 });
});

test('four workers at once take no place twice, also the first ones ever', async () => {
  await addJobs('invitations', 'demo', 200);
  const config = readConfig(gatehouse.environment);
  const others = Array.from({ length: 4 }, () => openApp(config, { name: 'other', poolSize: 2 }, pino({ level: 'silent' })));
  const claims = others.map(({ app }) =>
    openClaims({ ...app, settings: { ...app.settings, ...all, mailLimitPerPortal: { ...RATE, most: 60 } } }, 'MAILS'),
  );
  const taken = await Promise.all([...claims, ...claims, ...claims].map((claim) => claim(10)));
  await Promise.all(others.map(({ close }) => close()));
  // Of 60 in an hour, a twentieth and the one that is due.
  expect(taken.flat()).toHaveLength(3);
  expect(new Set(taken.flat().map(({ id }) => id)).size).toBe(3);
});

test('an email that a person waits for does not wait for the limit, and is counted', async () => {
  await addJobs('invitations', 'demo', 20);
  await worker(all).claim(10);
  await addJobs('resets', 'demo', 30, true);
  const { claim, held } = worker(all);
  expect(countsOf(await claim(10))).toEqual({ resets: 10 });
  expect(countsOf(await claim(50))).toEqual({ resets: 20 });
  expect(held).toHaveLength(1);
  // One place more than the 30, or the one that urgent emails leave.
  expect(Math.ceil((held[0]?.ms ?? 0) / 1_000 / INTERVAL_S)).toBe(PLACES_FOR_ONE);
  const [row] = await gatehouse.sql<{ owed: number }>(
    'SELECT extract(epoch FROM owed_until - now())::float AS owed FROM mail_rates',
  );
  expect(Math.ceil((row?.owed ?? 0) / INTERVAL_S)).toBe(30 + 1);
});

test('however many urgent emails there are, one of four places is for the others, and nothing is owed for longer than the time', async () => {
  await addJobs('invitations', 'demo', 100);
  await worker(all).claim(10);
  let others = 0;
  for (let place = 1; place <= 40; place++) {
    await addJobs('resets', 'second', 20, true);
    await pass(INTERVAL_S);
    const claimed = countsOf(await worker(all).claim(50));
    expect(claimed).toMatchObject({ resets: 20 });
    others += claimed['invitations'] ?? 0;
  }
  expect(others).toBe(40 / PLACES_FOR_ONE);
  const [row] = await gatehouse.sql<{ owed: number }>(
    'SELECT extract(epoch FROM owed_until - now())::float AS owed FROM mail_rates',
  );
  expect(row?.owed).toBeLessThanOrEqual(HOUR_S);
  expect(row?.owed).toBeGreaterThan(HOUR_S - INTERVAL_S);
});

test('with a limit of each portal, one does not wait for another, in order and in turn, and emails of no portal have none', async () => {
  await addJobs('invitations', 'demo', 1_000);
  const { claim, held } = worker(perPortal);
  expect(countsOf(await claim(10))).toEqual({ invitations: AT_ONCE });
  await addJobs('decisions', 'second', 3);
  await addJobs('of admins', null, 30);
  expect(countsOf(await claim(20))).toEqual({ decisions: 3, 'of admins': 10 });
  expect(countsOf(await claim(20))).toEqual({ 'of admins': 20 });
  expect(await claim(20)).toEqual([]);
  expect([...new Set(held.map(({ by }) => by))]).toEqual(['MAIL_LIMIT_PER_PORTAL']);
  await pass(INTERVAL_S);
  await addJobs('decisions', 'second', 10);
  // It has two of its five left, and the one that is due now.
  expect(countsOf(await claim(20))).toEqual({ invitations: 1, decisions: 3 });
});

test.each(['FOR_ITS_VALUES', 'FOR_ALL_VALUES'] as const)('a claim reads few of many emails that wait: %s', async (made) => {
  await addJobs('invitations', 'demo', 50_000);
  await addJobs('resets', 'second', 3, true);
  await gatehouse.sql('VACUUM ANALYZE jobs');
  const both = worker({ mailLimit: { most: 100, perMs: 1_000 }, mailLimitPerPortal: RATE });
  const plans = await plansOf(
    gatehouse.databaseUrl,
    'jobs',
    async () => {
      for (let look = 0; look < 3; look++) await both.claim(10);
    },
    made,
  );
  // A look that finds no free place sends one statement less.
  expect(plans.length).toBeGreaterThanOrEqual(3);
  expect(plans.filter(({ scanned, read }) => scanned.includes('jobs') || read > 500)).toEqual([]);
  expect(plans[0]?.indexes).toContain('jobs_urgent_due_idx');
});

test('what waits is told as held and not as due, the urgent ones as due', async () => {
  const reader = openReader(gatehouse.databaseUrl);
  const mails = async () => (await reader.read()).jobs?.find(({ queue }) => queue === 'MAILS');
  await addJobs('invitations', 'demo', 20);
  expect(await mails()).toMatchObject({ due: 20, held: 0 });
  await worker(perPortal).claim(10);
  await addJobs('resets', 'demo', 2, true);
  await addJobs('decisions', 'second', 4);
  expect(await mails()).toMatchObject({ due: 6, held: 15 });
  // The two urgent ones, and three of the others.
  expect(await worker(all).claim(50)).toHaveLength(AT_ONCE);
  expect(await mails()).toMatchObject({ due: 0, held: 15 + 4 - 3 });
  await reader.close();
});

test('a row that says nothing any more is removed', async () => {
  await addJobs('invitations', 'demo', 1);
  await worker(all).claim(1);
  await gatehouse.purge();
  expect(await gatehouse.sql('SELECT 1 FROM mail_rates')).toHaveLength(1);
  await pass(MAIL_RATE_KEPT_MS / 1_000 + HOUR_S);
  await gatehouse.purge();
  expect(await gatehouse.sql('SELECT 1 FROM mail_rates')).toEqual([]);
});

test('a worker looks again by itself when there is a place, and tells the log once a minute', async () => {
  await addJobs('sendPostcard', 'demo', 12);
  const stop = await gatehouse.startWorker({ MAIL_LIMIT: '10/s' });
  // This version has no handler for them: each attempt fails.
  await vi.waitFor(async () => expect(await gatehouse.sql('SELECT 1 FROM jobs WHERE attempt > 0')).toHaveLength(12), PATIENCE);
  await stop();
  const lines = gatehouse.logs.filter((line) => line.includes('emails wait for their limit')).map((line) => JSON.parse(line));
  expect(lines).toHaveLength(MOST_HELD_LINES_PER_MINUTE);
  expect(lines).toMatchObject([{ level: 30, limit: 'MAIL_LIMIT', nextInSeconds: expect.any(Number) }]);
});
