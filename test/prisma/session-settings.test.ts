import { expect, inject, test } from 'vitest';
import { migrateQueue } from '../../doorbell/on-postgres.ts';
import { openMainPool, prismaOn } from '../../prisma/client.ts';
import { migrate } from '../../prisma/migrate.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { bearer, setPassword, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';

/** As no installation of ours would be; each may be set for a database, or in the address. */
const STRANGE = {
  timezone: 'America/New_York',
  datestyle: 'SQL, DMY',
  intervalstyle: 'iso_8601',
  bytea_output: 'escape',
  extra_float_digits: '-5',
  search_path: 'elsewhere',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  statement_timeout: '2000',
  lock_timeout: '2000',
  idle_in_transaction_session_timeout: '2000',
  idle_session_timeout: '2000',
  synchronous_commit: 'off',
  standard_conforming_strings: 'off',
};

async function strangeDatabase(settings: Record<string, string>): Promise<string> {
  const databaseUrl = await cloneDatabase();
  const name = databaseUrl.split('/').at(-1);
  for (const [setting, value] of Object.entries(settings)) {
    await query(inject('databaseUrl'), `ALTER DATABASE ${name} SET ${setting} = '${value}'`);
  }
  return databaseUrl;
}

/** Without what would end the connections that tests make of their own. */
const lasting = Object.fromEntries(Object.entries(STRANGE).filter(([name]) => !name.endsWith('_timeout')));
const strange = await strangeDatabase(STRANGE);

const lastingDatabase = await strangeDatabase(lasting);
const startedStrangely = await startInstallation({ DATABASE_URL: lastingDatabase });
const inSchema = await schemaDatabase();
const startedInSchema = await startInstallation({ DATABASE_URL: inSchema });

test.for([
  ['ALTER DATABASE', strange],
  [
    '?options=',
    `${strange}?options=${encodeURIComponent(
      Object.entries(STRANGE)
        .map(([name, value]) => `-c ${name}=${value.replace(' ', '')}`)
        .join(' '),
    )}`,
  ],
])('fault 1: our sessions are as we need them whatever %s says', async ([, databaseUrl = '']) => {
  const pool = openMainPool(databaseUrl, 1, 'test');
  const names = [...Object.keys(STRANGE), 'application_name'];
  const { rows } = await pool.query(`SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`);
  await pool.end();
  expect(rows).toEqual([
    {
      timezone: 'UTC',
      datestyle: 'ISO, MDY',
      intervalstyle: 'postgres',
      bytea_output: 'hex',
      extra_float_digits: '1',
      search_path: '"public"',
      default_transaction_isolation: 'read committed',
      default_transaction_deferrable: 'off',
      statement_timeout: '4s',
      lock_timeout: '0',
      idle_in_transaction_session_timeout: '10s',
      idle_session_timeout: '0',
      synchronous_commit: 'on',
      standard_conforming_strings: 'on',
      application_name: 'gatehouse test',
    },
  ]);
});

test('a stricter synchronous_commit than ours stays', async () => {
  const pool = openMainPool(`${strange}?options=-c%20synchronous_commit%3Dremote_apply`, 1, 'test');
  const { rows } = await pool.query('SHOW synchronous_commit');
  await pool.end();
  expect(rows).toEqual([{ synchronous_commit: 'remote_apply' }]);
});

test('fault 1: moments go into the database and come out of it as they are', async () => {
  const prisma = prismaOn(openMainPool(strange, 1, 'test'), strange);
  const moment = new Date('2026-07-01T12:00:00.123Z');
  const [row] = await prisma.$queryRaw<object[]>`
    SELECT ${moment}::timestamptz AS moment, extract(epoch FROM ${moment}::timestamptz)::float8 * 1000 AS ms, now() AS now`;
  await prisma.$disconnect();
  expect(row).toMatchObject({ moment, ms: moment.getTime() });
});

test('fault 1: with a strange database somebody signs up, is approved by rule and logs in', async () => {
  const gatehouse = startedStrangely;
  const admin = await openDemoPortal(gatehouse);
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  const stop = await gatehouse.startWorker();
  await signUp(gatehouse, 'ada@zone.test');
  const [mail] = await gatehouse.inbox.waitFor('ada@zone.test');
  const { passwordToken } = await succeed(verifyEmail(gatehouse, tokenIn(mail)), 'passwordToken');
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ status: 'APPROVED' });
  const token = await bearer(gatehouse, 'ada@zone.test');
  expect(await whoAmI(gatehouse, { token })).toBe('ada@zone.test');
  await stop();
  const [job] = await query<{ late: number }>(
    lastingDatabase,
    'SELECT max(abs(extract(epoch FROM finished_at - created_at)))::int AS late FROM public.jobs',
  );
  expect(job?.late).toBeLessThan(60);
});

test('fault 7: with ?schema= everything of ours is in that schema, and works', async () => {
  const gatehouse = startedInSchema;
  await openDemoPortal(gatehouse);
  const stop = await gatehouse.startWorker();
  await signUp(gatehouse, 'ada@schema.test');
  const [mail] = await gatehouse.inbox.waitFor('ada@schema.test');
  expect(await verifyEmail(gatehouse, tokenIn(mail))).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  await stop();
  expect(await query(inSchema, 'SELECT email FROM "gate+house".developers')).toEqual([{ email: 'ada@schema.test' }]);
  expect(await query(inSchema, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
});

async function schemaDatabase(): Promise<string> {
  const databaseUrl = await cloneDatabase();
  await query(databaseUrl, 'DROP SCHEMA public CASCADE');
  await query(databaseUrl, 'CREATE SCHEMA public');
  const url = `${databaseUrl}?schema=gate%2Bhouse`;
  await migrate(url, 'prisma');
  await migrateQueue(url);
  return url;
}
