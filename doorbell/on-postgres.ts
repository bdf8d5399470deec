import { createPostgresBackend, isPgPool, type PgPool, runMigrations, withBackend } from 'bullmq';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import { openPool, type PoolWish } from '../prisma/open-pool.ts';
import type { Complain } from './complain.ts';
import type { Processor, Queue } from './queue.ts';

/** @limit connections: Connections of a queue to PostgreSQL. A process that answers has one more. Beyond: A call waits. */
export const QUEUE_CONNECTIONS = 2;
/** @limit connections: The same behind a pooler that lends sessions. Beyond: A call waits. */
export const QUEUE_CONNECTIONS_LENT = 1;
/** @limit Time of a call to the queue on PostgreSQL. Beyond: The call fails, and the sweep finds the job. */
export const QUEUE_CALL_TIMEOUT_MS = 5_000;
/**
 * Rings that go one by one: a call for many makes two temporary tables, which cost as much as a dozen calls for one.
 * @limit rings: Rings that are sent one by one. Beyond: They are sent in one call.
 */
export const MOST_RINGS_ONE_BY_ONE = 12;
const SCHEMA = 'bullmq';

const onPostgres = withBackend(createPostgresBackend);

/** BullMQ connects when a queue is made, and a queue that could not connect never works. Then the next ring makes another one. */
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

export function openPostgresWorker(databaseUrl: string, name: QueueName, processor: Processor, concurrency: number) {
  const pool = openQueuePool(databaseUrl, { max: QUEUE_CONNECTIONS + 1, maxLent: QUEUE_CONNECTIONS_LENT + 1 });
  const worker = new onPostgres.Worker<{ id: string }>(name, processor, { connection: pool, concurrency });
  worker.once('closed', () => void pool.end());
  return worker;
}

/** Safe to run from many places at once. */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const pool = openQueuePool(databaseUrl, { max: 1 });
  try {
    const client = await pool.connect();
    await runMigrations(client).finally(() => client.release());
  } finally {
    await pool.end();
  }
}

/** Not durable: a ring that is lost in a crash costs 15 seconds, and a wait for the disk at each ring would cost much more. */
function openQueuePool(databaseUrl: string, size: Pick<PoolWish, 'max' | 'maxLent' | 'queryTimeoutMs'>): PgPool {
  const wish = { name: 'queue', schema: SCHEMA, isDurable: false, needsSession: true };
  const pool: unknown = openPool(databaseUrl, { ...wish, ...size });
  // BullMQ has its own types for the events of `pg`, and those of `pg` do not fit them.
  if (!isPgPool(pool)) throw new TypeError('not a pool');
  return pool;
}
