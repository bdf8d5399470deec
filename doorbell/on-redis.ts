import { createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import type { Complain } from './complain.ts';
import { type Processor, type Queue, RING } from './queue.ts';

// The braces keep all keys of a queue in one slot of a Redis Cluster.
const PREFIX = '{gatehouse}';
/** @limit Time of a call to Redis. Beyond: The call fails, and the sweep finds the job. */
export const REDIS_CALL_TIMEOUT_MS = 5_000;

const onRedis = withBackend(createRedisBackend);

/** BullMQ connects when a queue is made, and a queue that could not connect never works. So it is made once Redis is there. */
export function openRedisQueue(redisUrl: string, name: QueueName, complain: Complain, complainOfSettings: Complain): Queue {
  // Without these options a call waits for a Redis that is away.
  const client = new Redis(redisUrl, {
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

export const openRedisWorker = (redisUrl: string, name: QueueName, processor: Processor) =>
  new onRedis.Worker(name, processor, {
    connection: { url: redisUrl, maxRetriesPerRequest: null },
    prefix: PREFIX,
  });

/** @throws Error that names the settings with which Redis can forget a job */
async function checkSettings(client: Redis): Promise<void> {
  const faults = await settingsOf(client);
  if (faults.length > 0) throw new Error(faults.join('; '));
}

/** @returns the settings with which Redis can forget a job */
export async function settingsOf(client: Redis): Promise<string[]> {
  // INFO, because providers of Redis often close CONFIG.
  const info = await Promise.all([client.info('memory'), client.info('persistence')]).then(
    (parts) => parts.join('\n'),
    ({ message }: Error) => Promise.reject(new Error(`its settings cannot be read (${message})`)),
  );
  const [, policy = 'unknown'] = info.match(/^maxmemory_policy:(\S+)/m) ?? [];
  return [
    ...(policy === 'noeviction' ? [] : [`maxmemory-policy is ${policy}, not noeviction`]),
    ...(/^aof_enabled:1/m.test(info) ? [] : ['appendonly is off']),
  ];
}
