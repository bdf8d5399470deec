import { setTimeout } from 'node:timers/promises';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import type { Log } from '../log.ts';
import { complainer } from './complain.ts';
import { openPostgresWorker } from './on-postgres.ts';
import type { Where } from './queue.ts';
import { whyUnfit } from './unfit-redis.ts';

/**
 * A queue that is away must not hold up the end of a process.
 * @limit Time to close a queue. Beyond: The process ends without it.
 */
export const QUEUE_CLOSE_TIMEOUT_MS = 1_000;
/** @limit Pause before a lost queue is opened again. Beyond: The queue is opened. */
export const QUEUE_REOPEN_DELAY_MS = 2_000;

/** Calls `work` for each ring, one after the other. */
export function answerDoorbell(
  where: Where,
  name: QueueName,
  work: () => Promise<void>,
  log: Log,
): { close: () => Promise<void> } {
  const { databaseDirectUrl, redisUrl } = where;
  const complain = complainer(log, 'The queue is away; the sweep takes the jobs.', () => whyUnfit(where));
  const open = async () => {
    if (!redisUrl) return openPostgresWorker(databaseDirectUrl, name, work);
    // Only here, because the library is large.
    const { openRedisWorker } = await import('./on-redis.ts');
    return openRedisWorker(redisUrl, name, work, complain);
  };
  let answering = open();
  let isClosing = false;
  // BullMQ connects when a worker is made, and a worker that could not connect never hears a ring. Then another one is made.
  const listen = async () => {
    const worker = await answering;
    worker.on('error', complain);
    await worker.waitUntilReady().catch(async (error) => {
      complain(error);
      const deaf = worker.close();
      await setTimeout(QUEUE_REOPEN_DELAY_MS, undefined, { ref: false });
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
      // It waits for the ring under way, but also for a queue that is away.
      const closed = answering.then((worker) => worker.close());
      await Promise.race([closed, setTimeout(QUEUE_CLOSE_TIMEOUT_MS)]);
    },
  };
}
