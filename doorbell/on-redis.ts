import { createRedisBackend, withBackend } from 'bullmq';
import { Cluster, type Redis } from 'ioredis';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import type { Complain } from './complain.ts';
import { connectRedis, type RedisClient } from './connect-redis.ts';
import { type Processor, type Queue, RING } from './queue.ts';

// The braces keep all keys of a queue in one slot of a Redis Cluster.
const PREFIX = '{gatehouse}';
/** @limit Time of a call to Redis. Beyond: The call fails, and the sweep finds the job. */
export const REDIS_CALL_TIMEOUT_MS = 5_000;
/** @limit Pause of a worker after Redis failed it, as in a failover. Beyond: It asks again. */
export const REDIS_ANSWER_PAUSE_MS = 1_000;

const onRedis = withBackend(createRedisBackend);

/** BullMQ connects when a queue is made, and a queue that could not connect never works. So it is made once Redis is there. */
export function openRedisQueue(redisUrl: string, name: QueueName, complain: Complain, complainOfSettings: Complain): Queue {
  // Without these options a call waits for a Redis that is away.
  const client = connectRedis(redisUrl, {
    isKept: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: REDIS_CALL_TIMEOUT_MS,
  });
  client.on('error', complain);
  let queue: InstanceType<typeof onRedis.Queue> | undefined;
  client.on('ready', async () => {
    void checkSettings(client).catch(complainOfSettings);
    if (queue) return;
    const made = new onRedis.Queue(name, { connection: client, prefix: PREFIX, skipMetasUpdate: true });
    made.on('error', complain);
    await made.waitUntilReady().then(() => (queue = made), complain);
  });
  return {
    ring: async () => {
      if (!queue) throw new Error('Redis was not reached yet.');
      return await queue.add(...RING);
    },
    close: async () => {
      await queue?.close();
      client.disconnect();
    },
  };
}

/** BullMQ makes a second connection for itself, which waits for rings. */
export function openRedisWorker(redisUrl: string, name: QueueName, processor: Processor, complain: Complain) {
  const client = connectRedis(redisUrl, { isKept: true, maxRetriesPerRequest: null });
  client.on('error', complain);
  const worker = new onRedis.Worker(name, processor, {
    connection: client,
    prefix: PREFIX,
    runRetryDelay: REDIS_ANSWER_PAUSE_MS,
  });
  worker.once('closed', () => client.disconnect());
  return worker;
}

/** @throws Error that names the settings with which Redis can forget a job */
async function checkSettings(client: RedisClient): Promise<void> {
  const faults = await settingsOf(client);
  if (faults.length > 0) throw new Error(faults.join('; '));
}

/** @returns the settings with which Redis can forget a job; of a Cluster, those of each primary */
export async function settingsOf(client: RedisClient): Promise<string[]> {
  if (!(client instanceof Cluster)) return await settingsOfNode(client);
  const all = await Promise.all(
    client.nodes('master').map(async (node) => {
      const { host, port } = node.options;
      const faults = await settingsOfNode(node).catch(({ message }: Error) => [message]);
      return faults.map((fault) => `${host}:${port}: ${fault}`);
    }),
  );
  return all.flat();
}

async function settingsOfNode(node: Redis): Promise<string[]> {
  // INFO, because providers of Redis often close CONFIG.
  const info = await Promise.all([node.info('memory'), node.info('persistence')]).then(
    (parts) => parts.join('\n'),
    ({ message }: Error) => Promise.reject(new Error(`its settings cannot be read (${message})`)),
  );
  const [, policy = 'unknown'] = info.match(/^maxmemory_policy:(\S+)/m) ?? [];
  return [
    ...(policy === 'noeviction' ? [] : [`maxmemory-policy is ${policy}, not noeviction`]),
    ...(/^aof_enabled:1/m.test(info) ? [] : ['appendonly is off']),
  ];
}
