import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { startPostgres } from '../../dev/postgres.ts';
import { migrateQueue } from '../../doorbell/on-postgres.ts';
import { migrate } from '../../prisma/migrate.ts';
import { query } from './database.ts';
import { removeFolder } from './remove-folder.ts';

/** How long each flush to disk takes there at least, as on a volume that is reached over a network. */
export const FLUSH_MS = 3;

/** Statements of no act: the look that the watch takes at the database now and then, and what a new connection is set to. */
const OF_NO_ACT = /\btransaction_read_only\b|\bset_config\('statement_timeout'/;

export type SlowDisk = {
  databaseUrl: string;
  /** Bytes that everything together wrote ahead of its commits, since the server was made. */
  written: () => Promise<number>;
  /** The texts of the statements that were run meanwhile, in their order, without their values, and without those of no act. */
  statementsOf: (act: () => Promise<unknown>) => Promise<string[]>;
};

/**
 * Starts a migrated PostgreSQL of its own that flushes each commit to disk and waits before it. A single connection waits too, as
 * `commit_siblings` is 0. Nothing writes there by itself: what two acts write can be compared.
 */
export async function startSlowDisk(): Promise<SlowDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-slow-disk-'));
  const settings = ['fsync=on', 'synchronous_commit=on', `commit_delay=${FLUSH_MS * 1_000}`, 'commit_siblings=0'];
  const still = [
    'log_statement=all',
    'full_page_writes=off',
    'autovacuum=off',
    'checkpoint_timeout=1h',
    'bgwriter_lru_maxpages=0',
  ];
  const postgres = await startPostgres(join(folder, 'data'), [...settings, ...still]);
  afterAll(async () => {
    await postgres.stop();
    await removeFolder(folder);
  });
  await migrate(postgres.url, 'prisma');
  await migrateQueue(postgres.url);

  const ask = <Row extends object>(sql: string) => query<Row>(postgres.url, sql);
  return {
    databaseUrl: postgres.url,
    written: async () => {
      const [row] = await ask<{ bytes: string }>("SELECT pg_current_wal_insert_lsn() - '0/0' AS bytes");
      return Number(row?.bytes);
    },
    statementsOf: async (act) => {
      const file = join(folder, 'data.log');
      const before = (await quiet(file)).length;
      await act();
      const told = (await quiet(file)).slice(before);
      // Each line of the log begins with a time; what does not belongs to the line before it.
      const lines = told.split(/\n(?=\d{4}-\d\d-\d\d )/);
      const statements = lines.flatMap((line) => line.match(/LOG: {2}(?:statement|execute [^:]+): (.*)/s)?.[1]?.trim() ?? []);
      return statements.filter((statement) => !OF_NO_ACT.test(statement));
    },
  };
}

/** What a log says once nothing has been added to it for a while: what an answer does not wait for is in it, too. */
async function quiet(file: string): Promise<string> {
  for (let before = '', text = await readFile(file, 'utf8'); ; before = text, text = await readFile(file, 'utf8')) {
    if (before === text) return text;
    await setTimeout(100);
  }
}
