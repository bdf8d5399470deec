import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from '../../dev/postgres.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { poolModes, startPgbouncer } from '../kit/pgbouncer.ts';
import { present } from '../kit/present.ts';
import { found, startPatient } from './patient.ts';

const patient = startPatient();

test.each([
  ['nobody there', () => 'postgresql://gatehouse:secret-word@127.0.0.1:9/gatehouse', 'connection refused'],
  ['no such host', () => 'postgresql://gatehouse:secret-word@nowhere.invalid/gatehouse', 'host'],
  ['a wrong password', (url: string) => url.replace(/:[^:@]+@/, ':secret-word@'), 'password authentication failed'],
  ['no such database', (url: string) => `${url}_gone`, 'there is no database of this name'],
  ['no TLS', (url: string) => `${url}?sslmode=verify-full`, 'it has no TLS'],
] as const)('database: %s: it says which step failed, and goes on', async (_, changed, reason) => {
  const changedUrl = changed(present(patient.environment['DATABASE_URL']));
  const [database, others, mail] = await found(
    patient,
    { DATABASE_URL: changedUrl },
    'database',
    'checks of the database',
    'mail server',
  );
  expect(database).toMatchObject({ result: 'FAULT', said: expect.stringContaining(reason) });
  expect(database?.todo).toContain('');
  expect(others?.result).toBe('skipped');
  expect(mail?.result).toBe('ok');
});

test('a full PostgreSQL: it says so, also if it cannot connect itself', async ({ onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-full-'));
  const postgres = await startPostgres(join(folder, 'data'), ['fsync=off', 'max_connections=20', 'max_wal_senders=0']);
  const hogs: Client[] = [];
  onTestFinished(async () => {
    await Promise.allSettled(hogs.map((hog) => hog.end()));
    await postgres.stop();
    await rm(folder, { recursive: true });
  });
  // For its superusers PostgreSQL keeps three.
  await query(postgres.url, "CREATE ROLE app LOGIN PASSWORD 'secret-word'");
  const url = Object.assign(new URL(postgres.url), { username: 'app', password: 'secret-word' }).href;
  const hold = async () => {
    const hog = new Client({ connectionString: url, application_name: 'hog' });
    hogs.push(hog);
    await hog.connect();
  };
  while (hogs.length < 15) await hold();
  const [connections] = await found(patient, { DATABASE_URL: url }, 'connections');
  expect(connections).toMatchObject({ result: 'FAULT', said: '16 of 17 are used: 15 hog (idle), 1 gatehouse doctor (active)' });
  const end =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE coalesce(nullif(application_name, ''), usename) = 'hog' AND";
  expect(connections?.todo).toContain(end);
  while (hogs.length < 17) await hold();
  const full = { result: 'FAULT', said: 'database unreachable: it has too many connections' };
  const [database, after] = await found(patient, { DATABASE_URL: url }, 'database', 'checks of the database');
  expect(database).toMatchObject(full);
  expect(database?.todo).toContain('GatehousePostgresNearlyFull');
  expect(after?.result).toBe('skipped');
  const waiting = found(patient, { DATABASE_URL: url }, 'database', 'connections');
  await setTimeout(500);
  await hogs.pop()?.end();
  const [reached, holders] = await waiting;
  expect(reached).toMatchObject(full);
  expect(holders).toMatchObject({ result: 'FAULT', said: expect.stringContaining('16 hog (idle)') });
});

test('migrations: pending, ahead, unfinished', async () => {
  const databaseUrl = await cloneDatabase();
  const change = (sql: string) => query(databaseUrl, sql);
  const insert = (name: string, finished: string) =>
    change(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('${name}', 'x', '${name}', ${finished}, 1)`,
    );
  const look = async () => (await found(patient, { DATABASE_URL: databaseUrl }, 'migrations'))[0];
  await insert('29990101000000_newer', 'now()');
  expect(await look()).toMatchObject({ result: 'warning', said: 'the database has 1 migration of a newer version' });
  await change("DELETE FROM _prisma_migrations WHERE migration_name ~ '_statistics$'");
  expect(await look()).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^1 migration not applied, the first is \d+_statistics$/),
  });
  await insert('29990101000001_broken', 'NULL');
  expect(await look()).toMatchObject({ result: 'FAULT', said: '29990101000001_broken was begun and not finished' });
});

test('a database that takes no writes, and one without the search index', async () => {
  const databaseUrl = await cloneDatabase();
  const name = databaseUrl.split('/').at(-1);
  await query(databaseUrl, 'DROP INDEX developer_texts_text_idx');
  await query(databaseUrl, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  const [writes, search] = await found(patient, { DATABASE_URL: databaseUrl }, 'writes', 'search index');
  expect(writes).toMatchObject({ result: 'FAULT', said: 'the database is read-only, such as a standby' });
  expect(search).toMatchObject({ result: 'warning', todo: expect.stringContaining('SELECT add_search_index();') });
});

test('a lock, a slow statement and a forgotten transaction: who, since when, and how to end it', async () => {
  const [holder, waiter, sleeper] = [0, 1, 2].map(
    () => new Client({ connectionString: patient.environment['DATABASE_URL'], application_name: 'psql' }),
  );
  if (!holder || !waiter || !sleeper) return expect.fail('no clients');
  for (const client of [holder, waiter, sleeper]) await client.connect();
  await holder.query("BEGIN; LOCK TABLE portals IN ACCESS EXCLUSIVE MODE; SELECT 'secret-word'");
  const waiting = waiter.query('SELECT count(*) FROM portals');
  const sleeping = sleeper.query("SELECT pg_sleep(60), 'secret-word'").catch(() => undefined);
  const isSlow = `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND query_start < clock_timestamp() - interval '2100 milliseconds'`;
  await expect.poll(async () => (await patient.operator.query(isSlow)).rowCount, { timeout: 60_000 }).toBe(1);
  const [locks, slow] = await found(patient, {}, 'locks', 'slow statements');
  expect(locks).toMatchObject({ result: 'FAULT', todo: expect.stringMatching(/SELECT pg_terminate_backend\(\d+\);$/) });
  expect(locks?.said).toMatch(
    /^1 statement waiting for pid \d+ \(psql, idle in transaction, since \d+ s\), whose last statement is: BEGIN; LOCK TABLE portals IN ACCESS EXCLUSIVE MODE; SELECT '\.\.\.'$/,
  );
  expect(slow).toMatchObject({ result: 'warning', said: expect.stringContaining("SELECT pg_sleep(60), '...'") });
  const isIdle = `SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE 'BEGIN; LOCK%' AND state_change < clock_timestamp() - interval '10100 milliseconds'`;
  await expect.poll(async () => (await patient.operator.query(isIdle)).rowCount, { timeout: 60_000 }).toBe(1);
  const [idle] = await found(patient, {}, 'idle transactions');
  expect(idle).toMatchObject({
    result: 'warning',
    said: expect.stringMatching(/^1 transaction open and idle.*pid \d+ \(psql\)/),
  });
  await patient.operator.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%'");
  await holder.query('COMMIT');
  await Promise.all([waiting, sleeping]);
  for (const client of [holder, waiter, sleeper]) await client.end();
});

test.for(poolModes)('PgBouncer in %s mode is named', async (mode, { onTestFinished }) => {
  const direct = present(patient.environment['DATABASE_URL']);
  const [pooler] = await found(
    patient,
    { DATABASE_URL: await startPgbouncer(direct, mode, onTestFinished), DATABASE_DIRECT_URL: direct },
    'pooler',
  );
  expect(pooler).toMatchObject({ result: 'ok', said: `a pooler that lends connections for a ${mode}` });
});
