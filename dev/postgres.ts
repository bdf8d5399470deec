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
 * Runs a program until standard input ends, which it does with us, killed even. SIGINT is PostgreSQL's fast stop: it ends
 * the connections that are left instead of waiting for them.
 */
const WHILE_SOMEONE_LISTENS = `exec 3<&0
"$@" </dev/null 3<&- & program=$!
{ cat <&3 >/dev/null; kill -INT $program; } 2>/dev/null &
wait $program`;

const DUPLICATE_DATABASE = '42P04';

export type EmbeddedDatabase = {
  url: string;
  /** Resolves, saying how, when it has ended: asked to or not. */
  ended: Promise<string>;
  stop: () => Promise<void>;
};

/**
 * Starts a PostgreSQL that comes with npm, for this machine only. One that a killed process left on the same data ends first.
 * @param dataDir where its files are; made when missing. It logs to a file beside it, `<dataDir>.log`
 * @param flags `name=value` settings of the server
 * @param wantedPort taken when it is free
 */
export async function startPostgres(dataDir: string, flags: string[] = [], wantedPort?: number): Promise<EmbeddedDatabase> {
  const data = resolve(dataDir);
  const account = postgresAccount();
  await mkdir(dirname(data), { recursive: true });
  // An account of its own must get through the folder to its data.
  if (account.uid !== undefined) await chmod(dirname(data), 0o711);
  const programs = await findPrograms(account, dirname(data));
  if (existsSync(data)) await stopLeftover(data);
  else await createCluster(programs.initdb, data, account);

  const port = await freePort(wantedPort);
  const log = await open(`${data}.log`, 'w', 0o600);
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...flags];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  // In a process group of its own: a Ctrl-C in the terminal must not end it before those who still need it.
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

/** Makes the database when there is none, as soon as the server answers. */
async function createDatabase(address: string, isRunning: () => boolean): Promise<void> {
  while (isRunning()) {
    const client = new Client({ connectionString: `${address}/postgres` });
    try {
      await client.connect();
      await client.query('CREATE DATABASE gatehouse');
      return;
    } catch (error) {
      if (error instanceof DatabaseError && error.code === DUPLICATE_DATABASE) return;
      // Refused, or "starting up".
      await wait(PAUSE_MS);
    } finally {
      await client.end();
    }
  }
}
