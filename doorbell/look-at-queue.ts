import { lookAtRedis } from './look-at-redis.ts';
import { queueIsMigrated } from './on-postgres.ts';
import type { Where } from './queue.ts';

const PATIENCE_MS = 3_000;

/** Where the queue is, the faults that it has, and what to do about them. */
export type QueueState = { kind: string; faults: string[]; todo: string };

/**
 * Looks at the queue as an operator would.
 * @throws Error of the driver if it is not reached
 */
export async function lookAtQueue({ redisUrl, databaseDirectUrl }: Where): Promise<QueueState> {
  if (redisUrl) return await lookAtRedis(redisUrl, PATIENCE_MS);
  const isMigrated = await queueIsMigrated(databaseDirectUrl, PATIENCE_MS);
  return { kind: 'PostgreSQL', faults: isMigrated ? [] : ['its schema is missing or old'], todo: 'run npm run db:migrate' };
}
