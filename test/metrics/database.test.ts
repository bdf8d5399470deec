import { createConnection } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { MOST_MANAGEMENT_CONNECTIONS } from '../../metrics/management-server.ts';
import {
  MOST_PORTALS_MEASURED,
  MOST_ROWS_MEASURED,
  openReader,
  SCRAPE_STATEMENT_TIMEOUT_MS,
} from '../../metrics/read-database.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { scrape } from '../kit/metrics.ts';
import { plansOf } from '../kit/plans.ts';
import { PATIENCE } from '../kit/processes.ts';

const port = await freePort();
const gatehouse = await startInstallation({ MANAGEMENT_PORT: String(port) });
await openDemoPortal(gatehouse);

/** What the database says now: `/metrics` keeps it for a while. */
async function reading() {
  const reader = openReader(gatehouse.databaseUrl);
  try {
    return await reader.read();
  } finally {
    await reader.close();
  }
}

const PEOPLE = 50_000;

test('what waits is read by indexes, counted up to a bound, and by portal up to another', async () => {
  await gatehouse.sql(
    `INSERT INTO portals (id, slug, name, catalog_url, contact_email, updated_at)
     SELECT gen_random_uuid(), 'portal-' || n, 'Portal', catalog_url, contact_email, now()
     FROM portals, generate_series(1, ${MOST_PORTALS_MEASURED + 1}) n WHERE slug = 'demo'`,
  );
  const portals = await gatehouse.sql<{ id: string; slug: string }>('SELECT id, slug FROM portals ORDER BY id');
  const [named, last] = [portals[0], portals.at(-1)];
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at)
     SELECT gen_random_uuid(), $1::uuid, n || '@full.test', n || '@full.test', 'Full', 'APPROVED', now() FROM generate_series(1, ${PEOPLE}) n`,
    [named?.id],
  );
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at)
     SELECT gen_random_uuid(), id, n || '@waits.test', n || '@waits.test', 'Waits', now() - interval '1 hour'
     FROM portals, generate_series(1, 2) n WHERE id IN ($1::uuid, $2::uuid)`,
    [named?.id, last?.id],
  );
  const jobs = (status: string, queue: string, count: number, finished: string) =>
    gatehouse.sql(
      `INSERT INTO jobs (id, queue, name, payload, status, due_at, finished_at)
       SELECT gen_random_uuid(), '${queue}', 'sendRejectedEmail', '{}', '${status}', now() - interval '1 minute', ${finished}
       FROM generate_series(1, ${count})`,
    );
  await jobs('DONE', 'MAILS', PEOPLE, 'now()');
  await jobs('QUEUED', 'APPROVALS', 2, 'NULL');
  // Of few more than the bound, PostgreSQL may rather read all and sort them.
  await jobs('QUEUED', 'MAILS', 5 * MOST_ROWS_MEASURED, 'NULL');
  await jobs('FAILED', 'MAILS', MOST_ROWS_MEASURED + 1, 'now()');
  await gatehouse.sql(
    `INSERT INTO events (id, position, type, actor_kind, subject_kind)
     SELECT gen_random_uuid(), 1000000 + n, 'portal.created', 'SYSTEM', 'PORTAL' FROM generate_series(1, ${PEOPLE}) n`,
  );
  await gatehouse.sql('ANALYZE');

  const { isUp, requests, jobs: due, failed } = await reading();
  expect(isUp).toBe(true);
  expect(requests?.length).toBe(MOST_PORTALS_MEASURED + 1);
  const told = new Map(requests?.map(({ portal, waiting, oldest }) => [portal, [waiting, Math.round((oldest ?? 0) / 60)]]));
  expect([told.get(named?.slug ?? ''), told.get(null), told.get(portals[1]?.slug ?? '')]).toEqual([
    [2, 60],
    [2, 60],
    [0, 0],
  ]);
  expect(due?.map(({ queue, due: count, oldest }) => [queue, count, Math.round((oldest ?? 0) / 60)])).toEqual([
    ['APPROVALS', 2, 1],
    ['MAILS', MOST_ROWS_MEASURED, 1],
  ]);
  expect(failed).toEqual([{ failed: MOST_ROWS_MEASURED }]);

  for (const table of ['developers', 'jobs', 'event_checkpoints']) {
    const plans = await plansOf(gatehouse.databaseUrl, table, reading);
    expect(plans.length).toBeGreaterThan(0);
    for (const { statement, indexes, scanned, read } of plans) {
      expect(scanned.filter((name) => name === 'developers' || name === 'jobs' || name === 'events')).toEqual([]);
      expect(read, `${statement}\nreads by ${indexes.join(', ')}`).toBeLessThanOrEqual(2 * MOST_ROWS_MEASURED);
    }
  }
});

test('sending domains whose records vanished are counted', async () => {
  await gatehouse.sql(
    `INSERT INTO sender_domains (portal_id, domain, token, proved_at, lapsed_at)
     SELECT id, slug || '.test', 'token', now(), CASE WHEN slug = 'demo' THEN now() END FROM portals ORDER BY slug LIMIT 3`,
  );
  expect((await reading()).lapsed).toEqual([{ lapsed: 1 }]);
});

test('a reading is kept for a while, so that many scrapers cost no more than one', async () => {
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, status, due_at, finished_at)
     VALUES (gen_random_uuid(), 'MAILS', 'sendRejectedEmail', '{}', 'FAILED', now(), now())`,
  );
  await expect.poll(async () => (await scrape(port)).value('gatehouse_jobs_failed_waiting'), PATIENCE).toBeGreaterThan(0);
  const first = await scrape(port);
  await gatehouse.sql("DELETE FROM jobs WHERE status = 'FAILED'");
  expect((await scrape(port)).value('gatehouse_jobs_failed_waiting')).toBe(first.value('gatehouse_jobs_failed_waiting'));
  await expect.poll(async () => (await scrape(port)).value('gatehouse_jobs_failed_waiting'), PATIENCE).toBe(0);
});

test('a table that is locked costs its own numbers and a second, and a database that is away all of them', async () => {
  const began = performance.now();
  const held = await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE jobs',
    reading,
    // Longer than the reader waits for two statements about it.
    (client) => client.query(`SELECT pg_sleep(${(3 * SCRAPE_STATEMENT_TIMEOUT_MS) / 1_000})`),
  );
  expect(held).toMatchObject({ isUp: true, jobs: null, failed: null, lapsed: [{ lapsed: 1 }], log: [expect.anything()] });
  expect(held.requests).not.toBeNull();
  expect(performance.now() - began).toBeLessThan(20_000);
  const away = openReader('postgresql://gatehouse@127.0.0.1:1/none');
  const nothing = { requests: null, jobs: null, failed: null, lapsed: null, mailbox: null, log: null, connections: null };
  expect(await away.read()).toEqual({ isUp: false, ...nothing });
  await away.close();
});

test('the management port takes so many connections and no more', async () => {
  const sockets = Array.from({ length: MOST_MANAGEMENT_CONNECTIONS + 1 }, () => createConnection(port, '127.0.0.1'));
  const closed = await Promise.race(
    sockets.map(
      (socket) => new Promise<string>((resolve) => socket.once('close', () => resolve('closed')).on('error', () => undefined)),
    ),
  );
  expect(closed).toBe('closed');
  for (const socket of sockets) socket.destroy();
});
