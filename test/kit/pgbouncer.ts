import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../dev/ports.ts';
import type { OnTestFinished } from './redis.ts';
import { removeFolder } from './remove-folder.ts';

export const hasPgbouncer = spawnSync('pgbouncer', ['--version']).status === 0;

export type PoolMode = 'session' | 'transaction';

/** In CI always: where there is no PgBouncer they fail. */
export const poolModes: PoolMode[] = hasPgbouncer || process.env['CI'] ? ['session', 'transaction'] : [];

/**
 * Starts a PgBouncer with its defaults in front of a database.
 * @param settings lines that differ from the defaults
 * @returns the address of the database through it
 */
export async function startPgbouncer(
  databaseUrl: string,
  mode: PoolMode,
  onTestFinished: OnTestFinished,
  settings: string[] = [],
): Promise<string> {
  const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'gatehouse-pgbouncer-')), freePort()]);
  const { hostname, port: far, username, password } = new URL(databaseUrl);
  const config = [
    '[databases]',
    `* = host=${hostname} port=${far}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =`,
    `auth_type = scram-sha-256\nauth_file = ${join(folder, 'users')}`,
    `pool_mode = ${mode}`,
    ...settings,
  ];
  await writeFile(join(folder, 'users'), `"${username}" "${password}"\n`);
  await writeFile(join(folder, 'pgbouncer.ini'), config.join('\n'));
  // It refuses to be root, and whom it becomes must get through the folder.
  await chmod(folder, 0o755);
  const asNobody = process.getuid?.() === 0 ? ['--user=nobody'] : [];
  const child = spawn('pgbouncer', [...asNobody, join(folder, 'pgbouncer.ini')], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    await removeFolder(folder);
  });
  for await (const line of createInterface(child.stderr)) if (line.includes('process up')) break;
  child.stderr.resume();
  return Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href;
}
