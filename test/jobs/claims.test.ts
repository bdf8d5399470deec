import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../config.ts';
import { claimInTurn, MOST_LOOKED_AT, MOST_REMEMBERED, newTurn } from '../../domain/jobs/claim-in-turn.ts';
import { openClaims } from '../../domain/jobs/claims.ts';
import { JOBS_AT_ONCE, startWorker } from '../../worker/start.ts';
import { SWEEP_JOBS_AT_ONCE } from '../../worker/sweep.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { plansOf } from '../kit/plans.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
for (const slug of ['second', 'third']) await createPortal(gatehouse, slug, admin);

beforeEach(() => gatehouse.sql('DELETE FROM jobs'));

/** So many jobs of a portal (or of none), due one after the other, the last one now. */
const addJobs = (name: string, slug: string | null, count: number, isUrgent = false) =>
  gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id, is_urgent, created_at, due_at)
     SELECT gen_random_uuid(), 'MAILS', $1, '{}', (SELECT id FROM portals WHERE slug = $2), $4, at, at
     FROM (SELECT now() - ($3::int - n) * interval '1 ms' AS at FROM generate_series(1, $3::int) n) due`,
    [name, slug, count, isUrgent],
  );

const countsOf = (claims: { name: string }[]) =>
  Object.fromEntries([...Map.groupBy(claims, ({ name }) => name)].map(([name, { length }]) => [name, length]));

test('while all that is due can run, a claim takes it in the order in which it is due', async () => {
  await addJobs('a', 'demo', 3);
  await addJobs('b', 'second', 3, true);
  const claim = openClaims(gatehouse.app, 'MAILS');
  expect(countsOf(await claim(10))).toEqual({ a: 3, b: 3 });
  expect(await claim(10)).toEqual([]);
});

test('while more wait than can run, those that a person waits for come first, and the portals take turns', async () => {
  await addJobs('invitations', 'demo', 1_000);
  const claim = openClaims(gatehouse.app, 'MAILS');
  expect(countsOf(await claim(10))).toEqual({ invitations: 10 });
  await addJobs('few', 'second', 4);
  await addJobs('reset', 'third', 2, true);
  await addJobs('of an admin', null, 1, true);
  expect(countsOf(await claim(10))).toEqual({ reset: 2, 'of an admin': 1, invitations: 4, few: 3 });
  await addJobs('resets', 'demo', 100, true);
  await addJobs('reset', 'third', 1, true);
  expect(countsOf(await claim(10))).toEqual({ reset: 1, resets: 5, invitations: 3, few: 1 });
  expect(countsOf(await claim(4))).toEqual({ resets: 4 });
});

test('each portal has its turn, however many there are, and nothing is claimed twice or left', async () => {
  const portals = MOST_LOOKED_AT + MOST_REMEMBERED;
  await gatehouse.sql(
    `INSERT INTO portals (id, slug, name, catalog_url, contact_email, updated_at)
     SELECT gen_random_uuid(), 'turn-' || n, 'Turn', 'https://acme.test', 'a@acme.test', now() FROM generate_series(1, $1) n`,
    [portals],
  );
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id) SELECT gen_random_uuid(), 'MAILS', slug, '{}', portals.id
     FROM portals, generate_series(1, 3) WHERE slug LIKE 'turn-%'`,
  );
  const turn = newTurn();
  const claimed: string[] = [];
  for (let look = 0; look < 30 && claimed.length < portals; look++) {
    claimed.push(...(await claimInTurn(gatehouse.app, 'MAILS', false, 10, turn)).map(({ name }) => name));
  }
  expect([claimed.length, new Set(claimed).size, turn.after.size]).toEqual([portals, portals, MOST_REMEMBERED]);
  for (let look = 0; look < 200 && claimed.length < 3 * portals; look++) {
    claimed.push(...(await claimInTurn(gatehouse.app, 'MAILS', false, 10, turn)).map(({ name }) => name));
  }
  expect(Object.values(countsOf(claimed.map((name) => ({ name })))).every((count) => count === 3)).toBe(true);
  await gatehouse.sql("DELETE FROM portals WHERE slug LIKE 'turn-%'");
});

test.each(['FOR_ITS_VALUES', 'FOR_ALL_VALUES'] as const)('a claim reads few of many jobs that wait: %s', async (made) => {
  await addJobs('invitations', 'demo', 50_000);
  await addJobs('reset', 'second', 3, true);
  await gatehouse.sql("UPDATE jobs SET due_at = now() + interval '1 hour' WHERE due_at < now() - interval '30 seconds'");
  await gatehouse.sql('VACUUM ANALYZE jobs');
  const claim = openClaims(gatehouse.app, 'MAILS');
  const plans = await plansOf(
    gatehouse.databaseUrl,
    'jobs',
    async () => {
      for (let look = 0; look < 3; look++) await claim(10);
    },
    made,
  );
  expect(
    plans.map(({ indexes, scanned, read }) => [indexes.includes('jobs_in_turn_idx'), scanned.includes('jobs'), read < 500]),
  ).toEqual([
    [false, false, true],
    [true, false, true],
    [true, false, true],
    [true, false, true],
    [true, false, true],
  ]);
});

test("one portal's many invitations do not keep another portal's reset mail waiting", async () => {
  await addJobs('invitations', 'demo', 2_000);
  const ran: string[] = [];
  const stop = await startWorker(readConfig(gatehouse.environment), pino({ level: 'silent' }), async (_, { name }) => {
    ran.push(name);
    await setTimeout(20);
  });
  gatehouse.app.ring(['MAILS']);
  await vi.waitUntil(() => ran.length > 50, { timeout: 60_000 });
  await addJobs('reset', 'second', 1, true);
  const before = ran.length;
  await vi.waitUntil(() => ran.includes('reset'), { timeout: 60_000 });
  const waited = ran.indexOf('reset') - before;
  await stop();
  // What ran already, on each lane, and one more on each, which was claimed before the reset was there.
  expect(waited).toBeLessThanOrEqual(2 * (JOBS_AT_ONCE.MAILS + SWEEP_JOBS_AT_ONCE));
});
