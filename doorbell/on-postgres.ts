import { createPostgresBackend, runMigrations, withBackend } from 'bullmq';
import { Client } from 'pg';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import type { Complain } from './complain.ts';
import type { Processor, Queue } from './queue.ts';

const POOL = 2;
const CALL_TIMEOUT_MS = 5_000;
/** A call for many makes two temporary tables, which costs as much as a dozen calls for one. */
const FEW = 12;

const onPostgres = withBackend(createPostgresBackend);

/**
 * A queue on PostgreSQL. BullMQ connects when a queue is made, and one that could not connect stays dead: then the next ring
 * makes another.
 * @param complain says that the database is away
 */
export function openPostgresQueue(databaseUrl: string, name: QueueName, complain: Complain): Queue {
  const connection = { ...connectionTo(databaseUrl), query_timeout: CALL_TIMEOUT_MS };
  const open = async () => {
    const queue = new onPostgres.Queue<{ id: string }>(name, { connection });
    queue.on('error', complain);
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      opened = undefined;
      await queue.close();
      throw error;
    }
  };
  let opened: ReturnType<typeof open> | undefined = open();
  opened.catch(complain);
  return {
    addBulk: async (rings) => {
      opened ??= open();
      const queue = await opened;
      if (rings.length > FEW) return await queue.addBulk(rings);
      return await Promise.all(rings.map(({ name, data, opts }) => queue.add(name, data, opts)));
    },
    close: async () => await (await opened)?.close(),
  };
}

/** @param concurrency how many rings at once */
export const openPostgresWorker = (databaseUrl: string, name: QueueName, processor: Processor, concurrency: number) =>
  new onPostgres.Worker<{ id: string }>(name, processor, { connection: connectionTo(databaseUrl), concurrency });

/** Brings the schema that BullMQ keeps in PostgreSQL up to date; safe to run from many places at once. */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

const connectionTo = (databaseUrl: string) => ({
  connectionString: databaseUrl,
  max: POOL,
  // A ring that is lost in a crash costs 15 s; a flush to disk for each ring would cost much more. The job itself is safe.
  options: '-c synchronous_commit=off',
  connectionTimeoutMillis: CALL_TIMEOUT_MS,
});
