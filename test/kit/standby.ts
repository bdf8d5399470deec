import { execFileSync } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { vi } from 'vitest';
import { startPostgres } from '../../dev/postgres.ts';
import { postgresAccount } from '../../dev/postgres-account.ts';
import { query } from './database.ts';
import type { OnTestFinished } from './redis.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };

export type Standby = {
  url: string;
  /** Makes it the primary. Resolves when it takes writes. */
  promote: () => Promise<void>;
  /** Waits until it has all that the primary has committed. */
  catchUp: () => Promise<void>;
  /** It receives nothing more. */
  cutOff: () => Promise<void>;
  /** It replays nothing any more, or goes on to. */
  pause: () => Promise<void>;
  resume: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * A streaming standby of a PostgreSQL.
 * @param primary its address, as a superuser, and the folder of its data
 * @param name by which the primary knows it (`synchronous_standby_names`)
 */
export async function startStandby(
  onTestFinished: OnTestFinished,
  primary: { url: string; data: string },
  name: string,
  flags: string[] = [],
): Promise<Standby> {
  const data = `${primary.data}-${name}`;
  await copyCluster(primary, data);
  const { hostname, port, username, password } = new URL(primary.url);
  const from = `host=${hostname} port=${port} user=${username} password=${password} application_name=${name}`;
  await appendFile(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${from}'\n`);
  const running = await startPostgres(data, flags);
  onTestFinished(running.stop);
  const { url } = running;
  return {
    url,
    promote: async () => {
      await query(url, 'SELECT pg_promote(true)');
    },
    catchUp: async () => {
      const [{ lsn } = { lsn: '' }] = await query<{ lsn: string }>(
        primary.url,
        'SELECT pg_current_wal_flush_lsn()::text AS lsn',
      );
      const isThere = 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS "isThere"';
      await vi.waitUntil(async () => (await query<{ isThere: boolean }>(url, isThere, [lsn]))[0]?.isThere, PATIENCE);
    },
    cutOff: async () => {
      await query(url, "ALTER SYSTEM SET primary_conninfo = ''");
      await query(url, 'SELECT pg_reload_conf()');
      await vi.waitUntil(async () => (await query(primary.url, 'SELECT 1 FROM pg_stat_replication')).length === 0, PATIENCE);
    },
    pause: async () => void (await query(url, 'SELECT pg_wal_replay_pause()')),
    resume: async () => void (await query(url, 'SELECT pg_wal_replay_resume()')),
    stop: running.stop,
  };
}

/** A base back-up by hand, because not every installation of PostgreSQL has `pg_basebackup`. */
async function copyCluster({ url, data }: { url: string; data: string }, copy: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('standby', true)");
    execFileSync('cp', ['-a', data, copy]);
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)');
    const { uid, gid } = postgresAccount();
    await writeFile(join(copy, 'backup_label'), rows[0].labelfile);
    await writeFile(join(copy, 'standby.signal'), '');
    if (uid !== undefined) execFileSync('chown', ['-R', `${uid}:${gid}`, copy]);
    execFileSync('rm', ['-f', join(copy, 'postmaster.pid')]);
  } finally {
    await client.end();
  }
}
