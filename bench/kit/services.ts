import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../dev/ports.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { end, startProgram } from './children.ts';
import { isQuick } from './pace.ts';

export type Queue = 'PostgreSQL' | 'Redis';

/** Undefined if it is not installed. */
export const redisVersion = String(spawnSync('redis-server', ['--version']).stdout).match(/v=([\d.]+)/)?.[1];

/** The queues that are measured. */
export const queues: Queue[] = redisVersion && !isQuick ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];

export type Services = {
  databaseUrl: string;
  redisUrl: string | undefined;
  /** The first process of each. */
  pids: () => Promise<Record<string, number>>;
  stop: () => Promise<void>;
  kill: () => Promise<void>;
};

/** Finds the stored data in the folder again. `flags` are settings of PostgreSQL. */
export async function startServices(folder: string, queue: Queue, flags: string[] = []): Promise<Services> {
  const data = join(folder, 'postgres');
  const database = await startPostgres(data, flags);
  const redis = queue === 'Redis' ? await startRedis(folder) : undefined;
  const postmaster = async () => Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n', 1)[0]);
  return {
    databaseUrl: database.url,
    redisUrl: redis?.url,
    pids: async () => ({ PostgreSQL: await postmaster(), ...(redis && { Redis: Number(redis.child.pid) }) }),
    stop: async () => {
      if (redis) await end(redis.child);
      await database.stop();
    },
    kill: async () => {
      process.kill(await postmaster(), 'SIGKILL');
      if (redis) await end(redis.child, 'SIGKILL');
      await database.stop();
    },
  };
}

/** With the settings of `docker-compose.yml`. */
async function startRedis(folder: string) {
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', 'maxmemory-policy': 'noeviction' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return { url: `redis://127.0.0.1:${port}`, child: await startProgram('redis-server', args, () => accepts(port)) };
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return await new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).then((isOpen) => {
    socket.destroy();
    return isOpen === true;
  });
}
