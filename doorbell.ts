import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import { Client } from 'pg';
import type { JobRef, Queue as QueueName } from './domain/jobs/jobs.ts';
import type { Log } from './log.ts';

/** The braces keep all keys of a queue in one slot of a Redis Cluster. */
const PREFIX = '{gatehouse}';
const POOL = 2;
const MINUTE = 60_000;

const onRedis = withBackend(createRedisBackend);
const onPostgres = withBackend(createPostgresBackend);

/** Redis where there is one, else the database that is there anyway. */
type Where = { databaseUrl: string; redisUrl: string | undefined };

export type Doorbell = {
  /** Tells the workers of new rows: after the commit, without waiting and without failing. What gets lost, the sweep finds. */
  ring: (jobs: JobRef[]) => void;
  close: () => Promise<void>;
};

/** The side that rings: for a process that writes jobs. */
export function openDoorbell(where: Where, log: Log): Doorbell {
  const queues = { APPROVALS: openQueue(where, 'APPROVALS'), MAILS: openQueue(where, 'MAILS') };
  const complain = complainer(log, 'The queue is away; the sweep will find the jobs.');
  for (const queue of Object.values(queues)) queue.on('error', complain);
  return {
    ring: (jobs) => {
      for (const [name, rings] of Map.groupBy(jobs, ({ queue }) => queue))
        queues[name].addBulk(rings.map(toRing)).catch(complain);
    },
    close: async () => {
      await Promise.allSettled(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

/**
 * The side that answers: calls `work` with the id of a row that may be due.
 * @param concurrency how many at once
 */
export function answerDoorbell(
  where: Where,
  name: QueueName,
  concurrency: number,
  work: (id: string) => Promise<void>,
  log: Log,
): { close: () => Promise<void> } {
  const processor = (ring: { data: { id: string } }) => work(ring.data.id);
  const answering = where.redisUrl
    ? new onRedis.Worker<{ id: string }>(name, processor, {
        connection: { url: where.redisUrl, maxRetriesPerRequest: null },
        prefix: PREFIX,
        concurrency,
      })
    : new onPostgres.Worker<{ id: string }>(name, processor, { connection: onDatabase(where), concurrency });
  answering.on('error', complainer(log, 'The queue is away; the sweep takes the jobs.'));
  return { close: () => answering.close() };
}

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

function openQueue(where: Where, name: QueueName) {
  if (!where.redisUrl) return new onPostgres.Queue<{ id: string }>(name, { connection: onDatabase(where) });
  // Without these three an `add` waits for a Redis that is away.
  const connection = { url: where.redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 };
  return new onRedis.Queue<{ id: string }>(name, { connection, prefix: PREFIX, skipWaitingForReady: true });
}

const onDatabase = ({ databaseUrl }: Where) => ({ connectionString: databaseUrl, max: POOL, connectionTimeoutMillis: 3_000 });

/** Retries live in the row alone: BullMQ tries once and forgets. */
const toRing = ({ id, attempt }: JobRef) => ({
  name: 'job',
  data: { id },
  opts: { jobId: `${id}-${attempt}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
});

/** Says it once a minute: a queue that is away fails at every call. */
function complainer(log: Log, message: string) {
  let quietUntil = 0;
  return ({ message: reason }: Error) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + MINUTE;
    log.warn({ reason }, message);
  };
}
