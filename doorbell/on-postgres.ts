import { setImmediate } from 'node:timers/promises';
import { createPostgresBackend, isPgPool, type PgPool, runMigrations, withBackend } from 'bullmq';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import { openPool, type PoolWish } from '../prisma/open-pool.ts';
import type { Complain } from './complain.ts';
import { type Processor, type Queue, RING } from './queue.ts';

/** @limit connections: Connections of a queue to PostgreSQL. A process that answers has one more. Beyond: A call waits. */
export const QUEUE_CONNECTIONS = 2;
/** @limit connections: The same behind a pooler that lends sessions. Beyond: A call waits. */
export const QUEUE_CONNECTIONS_LENT = 1;
/** @limit Time of a call to the queue on PostgreSQL. Beyond: The call fails, and the sweep finds the job. */
export const QUEUE_CALL_TIMEOUT_MS = 5_000;
const SCHEMA = 'bullmq';

const onPostgres = withBackend(createPostgresBackend);

/**
 * BullMQ connects when a queue is made, and a queue that could not connect never works. Then the next ring makes another one, on another
 * pool: BullMQ listens to a pool as long as that lives.
 */
export function openPostgresQueue(databaseUrl: string, name: QueueName, complain: Complain): Queue {
  const open = async () => {
    const pool = openQueuePool(databaseUrl, {
      max: QUEUE_CONNECTIONS,
      maxLent: QUEUE_CONNECTIONS_LENT,
      queryTimeoutMs: QUEUE_CALL_TIMEOUT_MS,
    });
    const queue = new onPostgres.Queue(name, { connection: pool });
    const close = () => queue.close().finally(() => pool.end());
    queue.on('error', complain);
    try {
      await queue.waitUntilReady();
      return { queue, close };
    } catch (error) {
      opened = undefined;
      await close();
      throw error;
    }
  };
  // A process that starts is busy until the next turn, and what it connects to before that times out on a slow machine.
  let opened: ReturnType<typeof open> | undefined = setImmediate().then(open);
  opened.catch(complain);
  return {
    ring: async () => {
      opened ??= open();
      const { queue } = await opened;
      return await queue.add(...RING);
    },
    close: async () => {
      await opened?.then(({ close }) => close());
    },
  };
}

export function openPostgresWorker(databaseUrl: string, name: QueueName, processor: Processor) {
  const pool = openQueuePool(databaseUrl, { max: QUEUE_CONNECTIONS + 1, maxLent: QUEUE_CONNECTIONS_LENT + 1 });
  const worker = new onPostgres.Worker(name, processor, { connection: pool });
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

/** Whether BullMQ takes its schema as it is. @throws Error of the driver if PostgreSQL is not reached */
export async function queueIsMigrated(databaseUrl: string, patienceMs: number): Promise<boolean> {
  const pool = openQueuePool(databaseUrl, { max: 1, queryTimeoutMs: patienceMs });
  // Connects first: BullMQ would try again for long.
  await pool.query('SELECT 1').catch(async (error) => {
    await pool.end();
    throw error;
  });
  const queue = new onPostgres.Queue('MAILS', { connection: pool });
  queue.on('error', () => undefined);
  try {
    return await queue.waitUntilReady().then(
      () => true,
      () => false,
    );
  } finally {
    await queue.close();
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
