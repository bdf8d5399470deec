import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../dev/ports.ts';
import { end, migrate, startBuilt } from './children.ts';
import { PUBLIC_URL } from './connection.ts';
import { cpuOf } from './cpu.ts';
import { insertPortal } from './people.ts';
import { type Queue, type Services, startServices } from './services.ts';
import { startSink } from './sink.ts';

const SECRET_KEY = randomBytes(32).toString('base64');

export type Installation = Awaited<ReturnType<typeof startInstallation>>;

type Parts = { services: Services; server: ChildProcess; worker: ChildProcess; environment: Record<string, string> };

/** Starts all parts as processes with new data. The portal `demo` approves everyone. `flags` are settings of PostgreSQL. */
export async function startInstallation(queue: Queue = 'PostgreSQL', more: Record<string, string> = {}, flags: string[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  const forget = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', forget);
  const [sink, port] = await Promise.all([startSink(), freePort()]);
  let parts = await startParts(folder, { queue, flags }, sink.url, port, more);
  return {
    port,
    sink,
    parts: () => parts,
    cpu: async () => {
      const { services, server, worker } = parts;
      return await cpuOf({ server: Number(server.pid), worker: Number(worker.pid), ...(await services.pids()) });
    },
    /** Like a power cut. Only the SMTP server goes on, because it is not ours. */
    kill: async () => {
      const { services, server, worker } = parts;
      await Promise.all([end(server, 'SIGKILL'), end(worker, 'SIGKILL'), services.kill()]);
    },
    restart: async () => {
      parts = await startParts(folder, { queue, flags }, sink.url, port, more);
    },
    [Symbol.asyncDispose]: async () => {
      const { services, server, worker } = parts;
      await Promise.all([end(server), end(worker)]);
      await services.stop();
      await sink.stop();
      process.off('exit', forget);
      forget();
    },
  };
}

async function startParts(
  folder: string,
  { queue, flags }: { queue: Queue; flags: string[] },
  smtpUrl: string,
  port: number,
  more: Record<string, string>,
): Promise<Parts> {
  const services = await startServices(folder, queue, flags);
  const { databaseUrl, redisUrl } = services;
  await migrate(databaseUrl);
  await insertPortal(databaseUrl);
  const environment = {
    DATABASE_URL: databaseUrl,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    SMTP_URL: smtpUrl,
    PORT: String(port),
    PUBLIC_URL,
    SECRET_KEY,
    MAIL_FROM: 'no-reply@gatehouse.test',
    // All load comes from one IP.
    CLIENT_LIMIT: 'off',
    ...more,
  };
  const [server, worker] = await Promise.all([startBuilt('server', environment), startBuilt('worker', environment)]);
  return { services, server, worker, environment };
}
