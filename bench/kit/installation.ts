import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { Pool } from 'pg';
import { newId } from '../../domain/ids.ts';
import { migrateQueue } from '../../doorbell.ts';
import { migrate } from '../../prisma/migrate.ts';
import { end, startBuilt } from './children.ts';
import { type Queue, type Services, startServices } from './services.ts';
import { startSink } from './sink.ts';

const SECRET_KEY = randomBytes(32).toString('base64');

export type Installation = Awaited<ReturnType<typeof startInstallation>>;

/**
 * Starts all parts, each as a process of its own, on data of its own, with one portal that approves everyone.
 * @param queue what BullMQ runs on
 * @param start `server` leaves the worker out
 */
export async function startInstallation(queue: Queue = 'PostgreSQL', start: 'both' | 'server' = 'both') {
  await using resources = new AsyncDisposableStack();
  const folder = resources.adopt(await mkdtemp(join(tmpdir(), 'gatehouse-bench-')), (path) => rm(path, { recursive: true }));
  const sink = resources.adopt(await startSink(), ({ stop }) => stop());
  const port = await getPort();
  const running: { services: Services; children: Map<'server' | 'worker', ChildProcess> } = {
    services: await startServices(folder, queue),
    children: new Map(),
  };
  resources.defer(() => running.services.stop());

  const startChild = async (name: 'server' | 'worker') => {
    const child = await startBuilt(name, environment(running.services, sink.url, port));
    running.children.set(name, child);
    return child;
  };
  resources.defer(async () => {
    for (const child of running.children.values()) await end(child);
  });
  const portalId = await prepare(running.services.databaseUrl);
  const server = await startChild('server');
  const worker = start === 'both' ? await startChild('worker') : undefined;
  return { port, sink, folder, portalId, queue, running, server, worker, startChild, [Symbol.asyncDispose]: keep(resources) };
}

/** Hands the resources to whoever holds the installation: they outlive the function that opened them. */
function keep(resources: AsyncDisposableStack) {
  const kept = resources.move();
  return () => kept.disposeAsync();
}

const environment = ({ databaseUrl, redisUrl }: Services, smtpUrl: string, port: number) => ({
  DATABASE_URL: databaseUrl,
  ...(redisUrl && { REDIS_URL: redisUrl }),
  SMTP_URL: smtpUrl,
  PORT: String(port),
  PUBLIC_URL: 'https://gatehouse.test',
  SECRET_KEY,
  MAIL_FROM: 'no-reply@gatehouse.test',
});

async function prepare(databaseUrl: string): Promise<string> {
  await migrate(databaseUrl, fileURLToPath(new URL('../../prisma', import.meta.url)));
  await migrateQueue(databaseUrl);
  const id = newId();
  const pool = new Pool({ connectionString: databaseUrl });
  await pool.query(
    `INSERT INTO portals (id, slug, name, catalog_url, contact_email, auto_approve, updated_at)
     VALUES ($1, 'demo', 'Demo Portal', 'https://gatehouse.test/p/demo/catalog', 'help@gatehouse.test', true, now())`,
    [id],
  );
  await pool.end();
  return id;
}
