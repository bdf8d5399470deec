import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, type OnTestFinishedHandler, test } from 'vitest';
import { migrate } from '../../prisma/migrate.ts';
import { query } from '../kit/database.ts';
import { prismaFolderWith } from '../kit/migrations.ts';

const FIRST = '20261212100000_events_until';

/** A database as it was before events were stored by month. */
async function databaseBefore(onTestFinished: (end: OnTestFinishedHandler) => void): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(inject('databaseUrl'), `CREATE DATABASE ${name}`);
  const databaseUrl = inject('databaseUrl').replace(/gatehouse$/, name);
  const folder = await prismaFolderWith({}, onTestFinished);
  const later = (await readdir(join(folder, 'migrations'))).filter((migration) => /^\d/.test(migration) && migration >= FIRST);
  for (const migration of later) await rm(join(folder, 'migrations', migration), { recursive: true });
  await migrate(databaseUrl, folder);
  return databaseUrl;
}

/** Events with ids of that time, the older half with a number. */
const write = (databaseUrl: string, n: number, at: string) =>
  query(
    databaseUrl,
    `INSERT INTO events (id, position, type, actor_kind, subject_kind, ip, data)
     SELECT (lpad(to_hex((extract(epoch FROM ${at}) * 1000)::bigint), 12, '0') || substr(md5(random()::text), 1, 20))::uuid,
       CASE WHEN n <= $1 / 2 THEN n END, 'developer.verified', 'SYSTEM', 'DEVELOPER', '192.0.2.1', jsonb_build_object('n', n)
     FROM generate_series(1, $1::int) n`,
    [n],
  );
const rowsOf = async (databaseUrl: string) =>
  (await query<{ row: string }>(databaseUrl, 'SELECT events::text AS row FROM events')).map(({ row }) => row);
const partitions = (databaseUrl: string) =>
  query<{ name: string }>(
    databaseUrl,
    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'events'::regclass ORDER BY 1",
  );
const untilMonth = (after: Date) => {
  const month = new Date(Date.UTC(after.getUTCFullYear(), after.getUTCMonth() + 2));
  return `events_until_${month.toISOString().slice(0, 7).replace('-', '_')}`;
};

test('events become a first partition while others go on writing', async ({ onTestFinished }) => {
  const databaseUrl = await databaseBefore(onTestFinished);
  await write(databaseUrl, 3_000, 'clock_timestamp()');
  const before = await rowsOf(databaseUrl);
  let isOver = false;
  const failures: unknown[] = [];
  const goOn = async () => {
    while (!isOver) {
      const asBefore = "UPDATE events SET ip = NULL WHERE id = (SELECT id FROM events WHERE type = 'meanwhile' LIMIT 1)";
      const written = `INSERT INTO events (id, type, actor_kind, subject_kind) VALUES ($1, 'meanwhile', 'SYSTEM', 'DEVELOPER')`;
      await query(databaseUrl, written, [idOfNow()]).catch((error) => failures.push(error));
      await query(databaseUrl, asBefore).catch((error) => failures.push(error));
    }
  };
  const writers = [goOn(), goOn()];
  expect((await migrate(databaseUrl, 'prisma')).slice(0, 3)).toEqual([
    FIRST,
    '20261212100100_events_until_checked',
    '20261212100200_events_by_month',
  ]);
  isOver = true;
  await Promise.all(writers);

  expect(failures).toEqual([]);
  const after = await rowsOf(databaseUrl);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after.length).toBeGreaterThan(before.length);
  expect(await partitions(databaseUrl)).toEqual([{ name: 'events_other' }, { name: untilMonth(new Date()) }]);
  expect(await query(databaseUrl, 'SELECT 1 FROM events_other')).toEqual([]);
  const unfit = `SELECT 1 FROM pg_index WHERE NOT indisvalid UNION ALL SELECT 1 FROM pg_constraint WHERE conname = 'events_until'`;
  expect(await query(databaseUrl, unfit)).toEqual([]);
  await expect(query(databaseUrl, 'DELETE FROM events')).rejects.toThrow('The log of events can only grow.');
  const again = 'UPDATE events SET position = 1 WHERE id = (SELECT id FROM events WHERE position IS NULL LIMIT 1)';
  await expect(query(databaseUrl, again)).rejects.toThrow('duplicate key');
});

test('an event of a wrong clock is no hindrance', async ({ onTestFinished }) => {
  const databaseUrl = await databaseBefore(onTestFinished);
  await write(databaseUrl, 1, "'2031-05-06 12:00+00'::timestamptz");
  await migrate(databaseUrl, 'prisma');
  expect(await partitions(databaseUrl)).toEqual([{ name: 'events_other' }, { name: 'events_until_2031_07' }]);
  expect(await rowsOf(databaseUrl)).toHaveLength(1);
});

const idOfNow = () => Date.now().toString(16).padStart(12, '0') + randomUUID().replaceAll('-', '').slice(12);
