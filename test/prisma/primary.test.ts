import { expect, onTestFinished, test, vi } from 'vitest';
import { lookAtHost } from '../../prisma/look-at-host.ts';
import { openPool } from '../../prisma/open-pool.ts';
import { problemOf } from '../../prisma/problem.ts';
import { startOwnPostgres } from '../faults/parts/own-postgres.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { startStandby } from '../kit/standby.ts';

const PATIENCE = { timeout: 30_000, interval: 50 };
const SERVER = `SELECT current_setting('port') AS port, pg_is_in_recovery() AS "isStandby"`;

test('of several hosts the primary is found; sessions follow it to the next one, and nobody goes back', async () => {
  const primary = await startOwnPostgres(onTestFinished, []);
  const standby = await startStandby(onTestFinished, { url: primary.url, data: `${primary.folder}/data` }, 'second');
  const [first, second] = [new URL(primary.url).port, new URL(standby.url).port];
  const both = `postgresql://gatehouse:gatehouse@127.0.0.1:${second},127.0.0.1:${first}/gatehouse`;
  const pool = openPool(both, { name: 'test', max: 3 });
  onTestFinished(() => pool.end());
  const whereIs = async () => (await pool.query(SERVER)).rows[0];

  expect(await Promise.all([whereIs(), whereIs(), whereIs()])).toEqual(
    Array.from({ length: 3 }, () => ({ port: first, isStandby: false })),
  );
  const held = await pool.connect();
  const cut = new Promise<Error>((resolve) => held.on('error', resolve));
  await standby.catchUp();
  await standby.promote();
  // Now both take writes, as where nobody stops the former primary. A session that ends is a reason to look.
  expect(await lookAtHost(primary.url)).toEqual({ isClosed: false, timeline: '00000001' });
  expect(await lookAtHost(standby.url)).toEqual({ isClosed: false, timeline: '00000002' });
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gatehouse test' AND pid <> $1`;
  await query(primary.url, end, [Reflect.get(held, 'processID')]);
  await vi.waitFor(async () => expect(await whereIs()).toEqual({ port: second, isStandby: false }), PATIENCE);
  expect((await cut).message).toBe('Connection terminated: another host is the primary now');
  held.release();

  await standby.stop();
  const problem = () => pool.query('SELECT').then(() => null, problemOf);
  await vi.waitFor(async () => expect(await problem()).toBe('database unreachable: none of its hosts takes writes'), PATIENCE);
  await primary.stop();
  await vi.waitFor(async () => expect(await problem()).toBe('database unreachable: connection refused'), PATIENCE);
}, 120_000);

test('a session that says that it takes no writes is lent to nobody any more', async () => {
  const databaseUrl = await cloneDatabase();
  const name = databaseUrl.split('/').at(-1);
  const pool = openPool(databaseUrl, { name: 'test', max: 1 });
  onTestFinished(() => pool.end());
  const pid = async () => (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;

  await query(databaseUrl, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  const client = await pool.connect();
  await client.query('BEGIN');
  await expect(client.query('CREATE TABLE never ()')).rejects.toMatchObject({ code: '25006' });
  await client.query('ROLLBACK');
  const { processID } = Object(client);
  await query(
    databaseUrl,
    `BEGIN; SET LOCAL transaction_read_only = off; ALTER DATABASE ${name} RESET default_transaction_read_only; COMMIT`,
  );
  client.release();
  expect(await pid()).not.toBe(processID);
  await pool.query('CREATE TABLE once ()');
  expect(await pid()).toBe(await pid());
});
