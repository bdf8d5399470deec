import { execFileSync } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedDatabase, startPostgres } from '../../dev/postgres.ts';
import { postgresAccount } from '../../dev/postgres-account.ts';
import type { OnTestFinished } from '../kit/redis.ts';
import { removeFolder } from '../kit/remove-folder.ts';

export type Machine = { data: string; postgres: EmbeddedDatabase };

/** A machine of its own, with nothing but a PostgreSQL. @param backUp what it begins with; empty unless given */
export async function startMachine(onTestFinished: OnTestFinished, backUp?: string): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-machine-'));
  const data = join(folder, 'data');
  if (backUp) execFileSync('cp', ['-a', backUp, data]);
  const postgres = await startPostgres(data, ['fsync=off', 'full_page_writes=off']);
  onTestFinished(async () => {
    await postgres.stop();
    await removeFolder(folder);
  });
  return { data, postgres };
}

/** A base back-up while everything goes on, by PostgreSQL's own functions, as pg_basebackup makes it. @returns its folder */
export async function backUp({ data, postgres }: Machine): Promise<string> {
  const copy = `${data}-back-up`;
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query("SELECT pg_backup_start('nightly', fast => true)");
  execFileSync('cp', ['-a', data, copy]);
  await rm(join(copy, 'postmaster.pid'));
  const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)');
  const label = join(copy, 'backup_label');
  await writeFile(label, rows[0].labelfile);
  const { uid, gid } = postgresAccount();
  if (uid !== undefined) await chown(label, uid, gid);
  // What was written during the copy.
  execFileSync('cp', ['-a', `${data}/pg_wal/.`, join(copy, 'pg_wal')]);
  await client.end();
  return copy;
}
