import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everything, withSchemaEngine } from './schema-engine.ts';

/**
 * Applies the migrations that the database has not seen, as `prisma migrate deploy` does and into the same table.
 * Safe to run from many places at once: the engine holds an advisory lock.
 * @param databaseUrl a PostgreSQL address
 * @param folder the `prisma` folder with the data model and the migrations
 * @returns the names of the migrations applied now
 */
export async function migrate(databaseUrl: string, folder: string): Promise<string[]> {
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
  return await withSchemaEngine(databaseUrl, schema, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: everything });
    return appliedMigrationNames;
  });
}
