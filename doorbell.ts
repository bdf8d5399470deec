import { setTimeout } from 'node:timers/promises';
import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { JobRef, Queue as QueueName } from './domain/jobs/jobs.ts';
import type { Log } from './log.ts';

/** The braces keep all keys of a queue in one slot of a Redis Cluster. */
const PREFIX = '{gatehouse}';
const POOL = 2;
const MINUTE = 60_000;
const CALL_TIMEOUT_MS = 5_000;
const FAREWELL_MS = 1_000;
const REOPEN_MS = 2_000;
/** On PostgreSQL a call for many makes two temporary tables, which costs as much as a dozen calls for one. */
const FEW = 12;
/** Rings kept while a call hangs; the sweep finds the jobs of those beyond. */
const MOST_WAITING = 10_000;

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
  const complain = complainer(log, 'The queue is away; the sweep will find the jobs.');
  // Both ringers look, and it is said once.
  const complainOfSettings = complainer(
    log,
    'Redis may forget jobs; the sweep will find them, late. Set it as docker-compose.yml does.',
  );
  const open = (name: QueueName) => openRinger(where, name, complain, complainOfSettings);
  const ringers = { APPROVALS: open('APPROVALS'), MAILS: open('MAILS') };
  return {
    ring: (jobs) => {
      for (const job of jobs) ringers[job.queue].ring(job);
    },
    close: async () => {
      await Promise.allSettled(Object.values(ringers).map(({ close }) => close()));
    },
  };
}

/** One call at a time: what comes while it is under way goes together in the next, so load makes calls longer, not more. */
function openRinger(where: Where, name: QueueName, complain: Complain, complainOfSettings: Complain) {
  const queue = where.redisUrl
    ? openRedisQueue(where.redisUrl, name, complain, complainOfSettings)
    : openPostgresQueue(where, name, complain);
  let waiting: JobRef[] = [];
  let isRinging = false;
  const ringAll = async () => {
    isRinging = true;
    while (waiting.length > 0) {
      const rings = waiting.map(toRing);
      waiting = [];
      await queue.addBulk(rings).catch(complain);
    }
    isRinging = false;
  };
  return {
    ring: (job: JobRef) => {
      if (waiting.length < MOST_WAITING) waiting.push(job);
      if (!isRinging) void ringAll();
    },
    close: () => queue.close(),
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
  const underWay = new Set<Promise<void>>();
  const processor = async (ring: { data: { id: string } }) => {
    const answer = work(ring.data.id);
    underWay.add(answer);
    await answer.finally(() => underWay.delete(answer));
  };
  const complain = complainer(log, 'The queue is away; the sweep takes the jobs.');
  const open = () =>
    where.redisUrl
      ? new onRedis.Worker<{ id: string }>(name, processor, {
          connection: { url: where.redisUrl, maxRetriesPerRequest: null },
          prefix: PREFIX,
          concurrency,
        })
      : new onPostgres.Worker<{ id: string }>(name, processor, { connection: onDatabase(where), concurrency });
  let answering = open();
  let isClosing = false;
  // As with a queue: one that could not connect when it was made stays deaf.
  const listen = async () => {
    answering.on('error', complain);
    await answering.waitUntilReady().catch(async (error) => {
      complain(error);
      const deaf = answering.close();
      await setTimeout(REOPEN_MS, undefined, { ref: false });
      await deaf.catch(complain);
      if (isClosing) return;
      answering = open();
      void listen();
    });
  };
  void listen();
  return {
    close: async () => {
      isClosing = true;
      // Takes no other ring and waits for those under way, but then also for a queue that may be away.
      const closed = answering.close();
      await Promise.allSettled(underWay);
      await Promise.race([closed, setTimeout(FAREWELL_MS)]);
    },
  };
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

type Queue = Pick<InstanceType<typeof onPostgres.Queue<{ id: string }>>, 'addBulk' | 'close'>;

/** BullMQ connects when a queue is made, and one that could not stays dead: then the next ring makes another. */
function openPostgresQueue(where: Where, name: QueueName, complain: Complain): Queue {
  const connection = { ...onDatabase(where), query_timeout: CALL_TIMEOUT_MS };
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

/** For the same reason a queue is made once Redis is there. */
function openRedisQueue(redisUrl: string, name: QueueName, complain: Complain, complainOfSettings: Complain): Queue {
  // Without these an `add` waits for a Redis that is away.
  const client = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: CALL_TIMEOUT_MS });
  client.on('error', complain);
  let queue: Queue | undefined;
  client.on('ready', async () => {
    void checkSettings(client).catch(complainOfSettings);
    if (queue) return;
    const made = new onRedis.Queue<{ id: string }>(name, { connection: client, prefix: PREFIX, skipMetasUpdate: true });
    made.on('error', complain);
    await made.waitUntilReady().then(() => (queue = made), complain);
  });
  return {
    addBulk: async (rings) => (queue ? await queue.addBulk(rings) : Promise.reject(new Error('Redis was not reached yet.'))),
    close: async () => {
      await queue?.close();
      client.disconnect();
    },
  };
}

/** @throws Error that says what of its settings lets Redis forget a job, or that they cannot be read (R66) */
async function checkSettings(client: Redis): Promise<void> {
  // INFO, as CONFIG is closed where somebody else runs the Redis.
  const info = await Promise.all([client.info('memory'), client.info('persistence')]).then(
    (parts) => parts.join('\n'),
    ({ message }: Error) => Promise.reject(new Error(`its settings cannot be read (${message})`)),
  );
  const [, policy = 'unknown'] = info.match(/^maxmemory_policy:(\S+)/m) ?? [];
  const faults = [
    ...(policy === 'noeviction' ? [] : [`maxmemory-policy is ${policy}, not noeviction`]),
    ...(/^aof_enabled:1/m.test(info) ? [] : ['appendonly is off']),
  ];
  if (faults.length > 0) throw new Error(faults.join('; '));
}

const onDatabase = ({ databaseUrl }: Where) => ({
  connectionString: databaseUrl,
  max: POOL,
  // A ring that a crash forgets costs 15 s, a flush to disk for each of them much more: the row is the truth.
  options: '-c synchronous_commit=off',
  connectionTimeoutMillis: CALL_TIMEOUT_MS,
});

/** Retries live in the row alone: BullMQ tries once and forgets. */
const toRing = ({ id, attempt }: JobRef) => ({
  name: 'job',
  data: { id },
  opts: { jobId: `${id}-${attempt}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
});

type Complain = (error: Error) => void;

/** Says it once a minute: a queue that is away fails at every call. */
function complainer(log: Log, message: string): Complain {
  let quietUntil = 0;
  return ({ message: reason }) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + MINUTE;
    log.warn({ reason }, message);
  };
}
