import { createPostgresBackend, isPgPool, type PgPool, runMigrations, withBackend } from 'bullmq';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import { openPool, type PoolWish } from '../prisma/open-pool.ts';
import type { Complain } from './complain.ts';
import type { Processor, Queue } from './queue.ts';

/** @limit Connections of a queue to PostgreSQL; a side that answers has one more, which listens. */
export const QUEUE_CONNECTIONS = 2;
/** @limit The same behind a pooler that lends sessions, of which it has few. */
export const QUEUE_CONNECTIONS_LENT = 1;
/** @limit A call of milliseconds that takes longer has failed. */
export const QUEUE_CALL_TIMEOUT_MS = 5_000;
/** @limit Rings that go one by one: a call for many makes two temporary tables, which cost as much as a dozen calls for one. */
export const MOST_RINGS_ONE_BY_ONE = 12;
/** Where BullMQ makes its tables. */
const SCHEMA = 'bullmq';

const onPostgres = withBackend(createPostgresBackend);

/**
 * A queue on PostgreSQL. BullMQ connects when a queue is made, and one that could not connect stays dead: then the next ring
 * makes another.
 * @param complain says that the database is away
 */
export function openPostgresQueue(databaseUrl: string, name: QueueName, complain: Complain): Queue {
  const pool = openQueuePool(databaseUrl, {
    max: QUEUE_CONNECTIONS,
    maxLent: QUEUE_CONNECTIONS_LENT,
    queryTimeoutMs: QUEUE_CALL_TIMEOUT_MS,
  });
  const open = async () => {
    const queue = new onPostgres.Queue<{ id: string }>(name, { connection: pool });
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
      if (rings.length > MOST_RINGS_ONE_BY_ONE) return await queue.addBulk(rings);
      return await Promise.all(rings.map(({ name, data, opts }) => queue.add(name, data, opts)));
    },
    close: async () => {
      await opened?.then((queue) => queue.close()).finally(() => pool.end());
    },
  };
}

/** @param concurrency how many rings at once */
export function openPostgresWorker(databaseUrl: string, name: QueueName, processor: Processor, concurrency: number) {
  const pool = openQueuePool(databaseUrl, { max: QUEUE_CONNECTIONS + 1, maxLent: QUEUE_CONNECTIONS_LENT + 1 });
  const worker = new onPostgres.Worker<{ id: string }>(name, processor, { connection: pool, concurrency });
  worker.once('closed', () => void pool.end());
  return worker;
}

/** Brings the schema that BullMQ keeps in PostgreSQL up to date; safe to run from many places at once. */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const pool = openQueuePool(databaseUrl, { max: 1 });
  try {
    const client = await pool.connect();
    await runMigrations(client).finally(() => client.release());
  } finally {
    await pool.end();
  }
}

/** A ring that is lost in a crash costs 15 s; a flush to disk for each ring would cost much more. The job itself is safe. */
function openQueuePool(databaseUrl: string, size: Pick<PoolWish, 'max' | 'maxLent' | 'queryTimeoutMs'>): PgPool {
  const wish = { name: 'queue', schema: SCHEMA, isDurable: false, needsSession: true };
  const pool: unknown = openPool(databaseUrl, { ...wish, ...size });
  // BullMQ describes the events of `pg` in types of its own, which those of `pg` do not fit.
  if (!isPgPool(pool)) throw new TypeError('not a pool');
  return pool;
}
