import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import type { TestContext } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { removeFolder } from './remove-folder.ts';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export type Queue = 'PostgreSQL' | 'Redis';

/** What BullMQ is to run on. In CI always on both: where there is no Redis that half fails. */
export const queues: Queue[] = hasRedis || process.env['CI'] ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];

/** From the context of a test: each of those that run at once has its own. */
export type OnTestFinished = TestContext['onTestFinished'];

export type RedisServer = {
  url: string;
  /** Starts it again, with what it had. */
  start: () => Promise<void>;
  kill: () => Promise<void>;
  /** As the kernel sends it, such as SIGSTOP to one that is to hang. */
  signal: (signal: NodeJS.Signals) => void;
  /** Removes what a Redis that was killed has on disk. */
  loseDisk: () => Promise<void>;
  /** Forgets everything, as an operator's FLUSHALL does. */
  flush: () => Promise<void>;
  /** Every command that changed something, as the append-only file has them. */
  history: () => Promise<string>;
};

/**
 * Starts a Redis with the settings of `docker-compose.yml`.
 * @param others settings that differ from those
 */
export async function startRedis(onTestFinished: OnTestFinished, others: Record<string, string> = {}): Promise<RedisServer> {
  const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'gatehouse-redis-')), freePort()]);
  let child = await spawnRedis(folder, port, others);
  onTestFinished(async () => {
    await kill(child);
    await removeFolder(folder);
  });
  const url = `redis://127.0.0.1:${port}`;
  const log = join(folder, 'appendonlydir');
  return {
    url,
    start: async () => {
      child = await spawnRedis(folder, port, others);
    },
    kill: () => kill(child),
    signal: (signal) => void child.kill(signal),
    loseDisk: () => rm(log, { recursive: true, force: true }),
    flush: async () => {
      const client = new Redis(url);
      await client.flushall();
      client.disconnect();
    },
    history: async () => {
      const files = await readdir(log);
      return (await Promise.all(files.map((file) => readFile(join(log, file), 'latin1')))).join('');
    },
  };
}

async function spawnRedis(folder: string, port: number, others: Record<string, string>): Promise<ChildProcess> {
  const settings = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', 'maxmemory-policy': 'noeviction', ...others };
  return await spawnRedisServer(
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    'Ready to accept connections',
  );
}

/** @param line is written when it is up */
export async function spawnRedisServer(args: string[], line: string): Promise<ChildProcess> {
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child, 'spawn');
  for await (const written of createInterface(child.stdout)) if (written.includes(line)) break;
  child.stdout.resume();
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
