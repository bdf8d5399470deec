import { type Config, InvalidEnvironment } from './config.ts';
import { refuseUnfitRedis, UnfitRedis } from './doorbell/unfit-redis.ts';

/**
 * Checks before the start whether REDIS_URL leads to what it says. A Redis that is away can come back: then the queue is found later.
 * @throws InvalidEnvironment that says what to do
 */
export async function checkQueue({ redisUrl }: Config): Promise<void> {
  try {
    if (redisUrl) await refuseUnfitRedis(redisUrl);
  } catch (error) {
    throw error instanceof UnfitRedis ? new InvalidEnvironment(error.message) : error;
  }
}
