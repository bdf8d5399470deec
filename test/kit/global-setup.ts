import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../dev/postgres.ts';
import { migrateQueue } from '../../doorbell/on-postgres.ts';
import { migrate } from '../../prisma/migrate.ts';
import { removeFolder } from './remove-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

// Nothing may depend on the zone of the machine, nor on that of an operator's database.
process.env['TZ'] ??= 'Asia/Kolkata';
const DATABASE_TIMEZONE = process.env['DATABASE_TIMEZONE'] ?? 'America/New_York';

/** One PostgreSQL for the run, with a migrated template that each test file clones. Durability is not under test here. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  const postgres = await startPostgres(join(folder, 'data'), ['fsync=off', 'full_page_writes=off', 'max_connections=300']);
  const template = postgres.url.replace(/gatehouse$/, 'template');
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`ALTER ROLE gatehouse SET timezone = '${DATABASE_TIMEZONE}'`);
  await client.query('CREATE DATABASE template');
  await client.end();
  await migrate(template, 'prisma');
  await migrateQueue(template);
  await withoutUndoWindow(template);
  provide('databaseUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await removeFolder(folder);
  };
}

/** The email of a decision goes out at once. A test of undoing sets the time itself. */
async function withoutUndoWindow(template: string): Promise<void> {
  const client = new Client({ connectionString: template });
  await client.connect();
  await client.query('ALTER TABLE portals ALTER COLUMN undo_window SET DEFAULT 0');
  await client.end();
}
