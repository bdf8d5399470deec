import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { createCluster } from './create-cluster.ts';
import { endOf } from './end-process.ts';
import { Failure } from './failure.ts';
import { freePort } from './ports.ts';
import { findPrograms, postgresAccount } from './postgres-account.ts';
import { stopLeftover } from './stop-leftover.ts';

const PAUSE_MS = 20;
const STOP_PATIENCE_MS = 3_000;

/**
 * Runs until its standard input ends, which also happens if this process is killed. SIGINT is PostgreSQL's fast stop: it does
 * not wait for connections.
 */
const WHILE_SOMEONE_LISTENS = `exec 3<&0
"$@" </dev/null 3<&- & program=$!
{ cat <&3 >/dev/null; kill -INT $program; } 2>/dev/null &
wait $program`;

const DUPLICATE_DATABASE = '42P04';
/** Of a standby, which has the databases of its primary. */
const READ_ONLY = '25006';

export type EmbeddedDatabase = {
  url: string;
  /** Resolves after the end, with its cause. */
  ended: Promise<string>;
  stop: () => Promise<void>;
};

/**
 * First ends a PostgreSQL that a killed process left on the same data. The log goes to `<dataDir>.log`. `flags` are
 * `name=value` settings. At a free port unless it is told one.
 */
export async function startPostgres(dataDir: string, flags: string[] = [], atPort?: number): Promise<EmbeddedDatabase> {
  const data = resolve(dataDir);
  const account = postgresAccount();
  await mkdir(dirname(data), { recursive: true });
  // Its own user must be able to reach the data.
  if (account.uid !== undefined) await chmod(dirname(data), 0o711);
  const programs = await findPrograms(account, dirname(data));
  if (existsSync(data)) await stopLeftover(data);
  else await createCluster(programs.initdb, data, account);

  const port = atPort ?? (await freePort());
  const log = await open(`${data}.log`, 'w', 0o600);
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...flags];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  // In its own process group, so that Ctrl-C in the terminal does not end it too early.
  const child = spawn('sh', ['-c', WHILE_SOMEONE_LISTENS, 'sh', programs.postgres, ...args], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
  });
  const ended = endOf(child);
  await log.close();

  const address = `postgresql://gatehouse:gatehouse@127.0.0.1:${port}`;
  await createDatabase(address, () => child.exitCode === null);
  if (child.exitCode !== null) throw new Failure(`PostgreSQL does not start.\n${await readFile(`${data}.log`, 'utf8')}`);
  const stop = async () => {
    child.stdin?.end();
    const force = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(force);
  };
  return { url: `${address}/gatehouse`, ended, stop };
}

async function createDatabase(address: string, isRunning: () => boolean): Promise<void> {
  while (isRunning()) {
    const client = new Client({ connectionString: `${address}/postgres` });
    try {
      await client.connect();
      await client.query('CREATE DATABASE gatehouse');
      return;
    } catch (error) {
      if (error instanceof DatabaseError && [DUPLICATE_DATABASE, READ_ONLY].includes(error.code ?? '')) return;
      // Refused, or "starting up".
      await wait(PAUSE_MS);
    } finally {
      await client.end();
    }
  }
}
