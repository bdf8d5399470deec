import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Pool } from 'pg';
import { vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { createAdmin } from '../../domain/admins/create-admin.ts';
import { connectPrisma } from '../../prisma/client.ts';
import { cloneDatabase } from './database.ts';
import { postGraphql } from './graphql.ts';
import { ADMIN, type Installation } from './installation.ts';
import { type OnTestFinished, type Queue, type RedisServer, startRedis } from './redis.ts';
import { type Inbox, startInbox } from './smtp.ts';

/** For what takes a second on a machine that has nothing else to do. */
export const PATIENCE = { timeout: 60_000, interval: 20 };

export type Process = {
  pid: number;
  /** The lines that it wrote, on either output. */
  output: string[];
  /** Waits until one of them holds this text. */
  says: (text: string) => Promise<void>;
  signal: (signal: NodeJS.Signals) => void;
  /** Resolves when it has ended and all that it wrote is read. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** As `kill -9` does. */
  kill: () => Promise<void>;
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a program of ours.
 * @param file such as `dist/server.js`
 * @param environment all of it: nothing of the caller's own gets through, but the path and the zone
 * @param stdout an open file in place of what `output` takes
 */
export function startProcess(
  file: string,
  environment: Record<string, string> = {},
  folder = '.',
  stdout: number | 'pipe' = 'pipe',
): Process {
  const child = spawn(process.execPath, [...(file.endsWith('.ts') ? ['--import', 'tsx'] : []), file], {
    cwd: folder,
    env: { PATH: process.env['PATH'], TZ: process.env['TZ'], ...environment },
    stdio: ['ignore', stdout, 'pipe'],
  });
  running.add(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', (line) => output.push(line));
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal };
  });
  return {
    pid: child.pid ?? 0,
    output,
    says: async (text) => {
      const isSaid = () => output.some((line) => line.includes(text));
      const end = ended.then(() => {
        if (!isSaid()) throw new Error(`It ended without saying "${text}":\n${output.join('\n')}`);
      });
      const heard = vi.waitUntil(isSaid, PATIENCE).catch(() => {
        throw new Error(`It did not say "${text}":\n${output.join('\n')}`);
      });
      await Promise.race([end, heard]);
    },
    signal: (signal) => child.kill(signal),
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Whether a process runs, and its last warnings and errors. */
async function stateOf({ pid, output, ended }: Process): Promise<string> {
  const end = await Promise.race([ended, null]);
  const state = end ? `ended (code ${end.code}, signal ${end.signal})` : 'runs';
  const warnings = output.filter((line) => !/"level":[1-3]0/.test(line)).slice(-10);
  return [`Process ${pid} ${state}. Its last warnings and errors:`, ...warnings].join('\n');
}

/** An installation of built processes. */
export type ProcessSite = Pick<Installation, 'url' | 'databaseUrl' | 'graphql' | 'sql'> & {
  redis: RedisServer | null;
  inbox: Inbox;
  environment: Record<string, string>;
  /** Resolves when it answers. */
  startServer: (more?: Record<string, string>) => Promise<Process>;
  startWorker: (more?: Record<string, string>) => Promise<Process>;
  /** What the queue holds, as text; on Redis also what it held. */
  queued: () => Promise<string>;
  /** Makes the queue forget everything, as an operator's FLUSHALL does. */
  flushQueue: () => Promise<void>;
  /** Lets the leases of dead workers run out, as a minute does. */
  endLeases: () => Promise<void>;
};

/**
 * Prepares a database with one OWNER (`ADMIN`), an inbox and a queue. What is started on it ends with the test.
 * @param own a migrated database; a clone of the template unless given
 */
export async function prepareSite(queue: Queue, onTestFinished: OnTestFinished, own?: string): Promise<ProcessSite> {
  const [databaseUrl, redis, inbox, port] = await Promise.all([
    own ?? cloneDatabase(),
    queue === 'Redis' ? startRedis(onTestFinished) : null,
    startInbox(),
    freePort(),
  ]);
  const prisma = connectPrisma(databaseUrl, 1);
  await createAdmin(prisma, ADMIN);
  await prisma.$disconnect();
  const operator = new Pool({ connectionString: databaseUrl, max: 2 });
  operator.on('error', () => undefined);
  const started: Process[] = [];
  onTestFinished(async ({ task }) => {
    const states = await Promise.all(started.map(stateOf));
    for (const error of task.result?.errors ?? []) error.stack = [error.stack ?? error.message, ...states].join('\n');
    await Promise.all(started.map(({ kill }) => kill()));
    await Promise.all([inbox.stop(), operator.end()]);
  });

  const environment = {
    DATABASE_URL: databaseUrl,
    ...(redis && { REDIS_URL: redis.url }),
    SMTP_URL: inbox.url,
    PORT: String(port),
    SECRET_KEY: randomBytes(32).toString('base64'),
    MAIL_FROM: 'no-reply@gatehouse.test',
    // A busy machine is slow, and tests look at each warning.
    SLOW_REQUEST: '1m',
  };
  const start = async (file: string, more: Record<string, string> = {}) => {
    const process = startProcess(file, { ...environment, ...more });
    started.push(process);
    await process.says('"started"');
    return process;
  };
  const url = `http://localhost:${port}`;
  return {
    redis,
    url,
    databaseUrl,
    inbox,
    environment,
    graphql: (document, variables, options) => postGraphql(url, document, variables, options),
    sql: async (text, values) => (await operator.query(text, values)).rows,
    startServer: (more) => start('dist/server.js', more),
    startWorker: (more) => start('dist/worker.js', { NODE_ENV: 'production', ...more }),
    queued: async () => {
      if (redis) return await redis.history();
      const { rows } = await operator.query<{ row: string }>('SELECT job::text AS row FROM bullmq.job');
      return rows.map(({ row }) => row).join('\n');
    },
    flushQueue: async () => {
      if (redis) await redis.flush();
      else await operator.query('TRUNCATE bullmq.job CASCADE');
    },
    endLeases: async () => void (await operator.query("UPDATE jobs SET due_at = now() WHERE status = 'RUNNING'")),
  };
}
