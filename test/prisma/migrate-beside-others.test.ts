import { setTimeout } from 'node:timers/promises';
import { Pool } from 'pg';
import { expect, test } from 'vitest';
import { applyMigration } from '../../prisma/apply-migration.ts';
import { migrate } from '../../prisma/migrate.ts';
import { UnfitDatabase } from '../../prisma/unfit-database.ts';
import { cloneDatabase, query, whileHeld } from '../kit/database.ts';
import { prismaFolderWith } from '../kit/migrations.ts';

const NAME = '29990101000000_next';
const ADD_COLUMN = { [NAME]: 'ALTER TABLE portals ADD COLUMN next TEXT;' };
const INDEX = { [NAME]: '-- Beside those who write.\nCREATE INDEX CONCURRENTLY IF NOT EXISTS next_idx ON portals (name);' };
const READ = 'LOCK TABLE portals IN ACCESS SHARE MODE';
const columns = (databaseUrl: string) =>
  query(
    databaseUrl,
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'portals' AND column_name = 'next'",
  );
const indexes = (databaseUrl: string) =>
  query(databaseUrl, `SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass('next_idx')`);

test('a migration gives way to those who write, tries again, and says for whom it waits', async ({ onTestFinished }) => {
  const [databaseUrl, folder] = await Promise.all([cloneDatabase(), prismaFolderWith(ADD_COLUMN, onTestFinished)]);
  const said: string[] = [];
  const applied = whileHeld(
    databaseUrl,
    READ,
    () => migrate(databaseUrl, folder, (text) => said.push(text)),
    async (holder) => {
      // It waits behind the migration, which waits for the holder: so it ends only if the migration gives way.
      await query(databaseUrl, "UPDATE portals SET name = 'written meanwhile'");
      await expect.poll(() => said.length, { timeout: 60_000 }).toBe(1);
      const { rows } = await holder.query('SELECT pg_backend_pid() AS pid');
      expect(said[0]).toContain(
        `The migration ${NAME} waits for a lock and tries again in 3 s. Open transactions: pid ${rows[0].pid} `,
      );
    },
  );
  expect(await applied).toEqual([NAME]);
  expect(await columns(databaseUrl)).toEqual([{ column_name: 'next' }]);
});

test('one that gets no lock for too long has changed nothing, and can run again', async ({ onTestFinished }) => {
  const [databaseUrl, folder] = await Promise.all([cloneDatabase(), prismaFolderWith(ADD_COLUMN, onTestFinished)]);
  const refused = whileHeld(
    databaseUrl,
    READ,
    () => migrate(databaseUrl, folder, () => undefined, 0).catch((error: unknown) => error),
    () => setTimeout(1_500),
  );
  const error = await refused;
  expect(error).toBeInstanceOf(UnfitDatabase);
  expect(error).toHaveProperty(
    'message',
    expect.stringContaining(`The migration ${NAME} did not get its locks. Nothing has changed.`),
  );
  expect(await columns(databaseUrl)).toEqual([]);
  expect(await migrate(databaseUrl, folder)).toEqual([NAME]);
});

test('a migration whose process was killed before the end is applied by the next one', async ({ onTestFinished }) => {
  const [databaseUrl, folder] = await Promise.all([cloneDatabase(), prismaFolderWith(ADD_COLUMN, onTestFinished)]);
  await begin(databaseUrl);
  expect(await migrate(databaseUrl, folder)).toEqual([NAME]);
  expect(await columns(databaseUrl)).toEqual([{ column_name: 'next' }]);
});

test('a migration whose process was killed right after it is not applied twice', async ({ onTestFinished }) => {
  const [databaseUrl, folder] = await Promise.all([cloneDatabase(), prismaFolderWith(ADD_COLUMN, onTestFinished)]);
  await begin(databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  await applyMigration(pool, { name: NAME, script: ADD_COLUMN[NAME] ?? '' }, () => undefined);
  await pool.end();
  expect(await migrate(databaseUrl, folder)).toEqual([]);
});

test('an index is made beside those who write, by two processes at once', async ({ onTestFinished }) => {
  const [databaseUrl, folder] = await Promise.all([cloneDatabase(), prismaFolderWith(INDEX, onTestFinished)]);
  const applied = whileHeld(
    databaseUrl,
    'LOCK TABLE portals IN ROW EXCLUSIVE MODE',
    () => Promise.all([migrate(databaseUrl, folder), migrate(databaseUrl, folder)]),
    () => query(databaseUrl, "UPDATE portals SET name = 'written meanwhile'"),
  );
  expect((await applied).flat()).toEqual([NAME]);
  expect(await indexes(databaseUrl)).toEqual([{ isValid: true }]);
});

test('what is left of an index that was not finished is made anew', async ({ onTestFinished }) => {
  const [databaseUrl, folder] = await Promise.all([cloneDatabase(), prismaFolderWith(INDEX, onTestFinished)]);
  await query(databaseUrl, 'CREATE TABLE twice (x INT)');
  await query(databaseUrl, 'INSERT INTO twice VALUES (1), (1)');
  await expect(query(databaseUrl, 'CREATE UNIQUE INDEX CONCURRENTLY next_idx ON twice (x)')).rejects.toThrow(
    'could not create',
  );
  expect(await indexes(databaseUrl)).toEqual([{ isValid: false }]);
  expect(await migrate(databaseUrl, folder)).toEqual([NAME]);
  expect(await indexes(databaseUrl)).toEqual([{ isValid: true }]);
});

/** What a process leaves that notes a migration and is killed. */
const begin = (databaseUrl: string) =>
  query(
    databaseUrl,
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (gen_random_uuid(), '', $1, now())",
    [NAME],
  );
