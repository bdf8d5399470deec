import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyMigration, type Say } from './apply-migration.ts';
import { everything, withSchemaEngine } from './schema-engine.ts';
import { forgetUnfinished, waitForTurn } from './take-turns.ts';
import { UnfitDatabase } from './unfit-database.ts';

/**
 * Applies the migrations that the database has not seen, as `prisma migrate deploy` does and into the same table.
 * Safe to run from many places at once, beside servers and workers that go on, and again after it was killed at any moment.
 * @param databaseUrl a PostgreSQL address
 * @param folder the `prisma` folder with the data model and the migrations
 * @param say tells the operator what it waits for
 * @param patienceMs how long it tries to get its locks
 * @returns the names of the migrations applied now
 * @throws UnfitDatabase if it did not get a lock, or this database cannot be used
 */
export async function migrate(
  databaseUrl: string,
  folder: string,
  say: Say = () => undefined,
  patienceMs?: number,
): Promise<string[]> {
  const baseDir = join(folder, 'migrations');
  const names = (await readdir(baseDir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => {
      const value = await readFile(join(baseDir, path, 'migration.sql'), 'utf8');
      return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
    }),
  );
  const lockfile = { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') };
  const migrationsList = { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
  const schema = await readFile(join(folder, 'schema.prisma'), 'utf8');
  const nameOf = new Map(migrationDirectories.map(({ path, migrationFile }) => [migrationFile.content.value, path]));
  let cause: unknown;
  return await withSchemaEngine(
    databaseUrl,
    schema,
    async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: everything });
      return appliedMigrationNames;
    },
    async (pool) => {
      await waitForTurn(pool, say);
      await forgetUnfinished(pool);
    },
    async (pool, script) => {
      const name = nameOf.get(script);
      // What the engine runs for itself has no name.
      const run = name ? applyMigration(pool, { name, script }, say, patienceMs) : pool.query(script);
      await run.catch((error) => {
        cause = error;
        throw error;
      });
    },
  ).catch((error) => {
    // The engine tells its own story of it.
    throw cause instanceof UnfitDatabase ? cause : error;
  });
}
