import { Redis } from 'ioredis';
import { queueIsMigrated } from './on-postgres.ts';
import { settingsOf } from './on-redis.ts';
import type { Where } from './queue.ts';

const PATIENCE_MS = 3_000;

/** Where the queue is, and the faults of its settings. */
export type QueueState = { kind: string; faults: string[] };

/**
 * Looks at the queue as an operator would.
 * @throws Error of the driver if it is not reached
 */
export async function lookAtQueue({ redisUrl, databaseDirectUrl }: Where): Promise<QueueState> {
  if (!redisUrl) {
    const isMigrated = await queueIsMigrated(databaseDirectUrl, PATIENCE_MS);
    return { kind: 'PostgreSQL', faults: isMigrated ? [] : ['its schema is missing or old'] };
  }
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let cause: Error | undefined;
  client.on('error', (error) => (cause ??= error));
  try {
    await client.connect();
    const [, version = 'of unknown version'] = (await client.info('server')).match(/^redis_version:(\S+)/m) ?? [];
    return { kind: `Redis ${version}`, faults: await settingsOf(client) };
  } catch (error) {
    // "Connection is closed" says less than what closed it.
    throw cause ?? error;
  } finally {
    client.disconnect();
  }
}
