import type { JobRef } from '../domain/app.ts';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import { inBatches } from '../in-batches.ts';
import type { Log } from '../log.ts';
import { type Complain, complainer } from './complain.ts';
import { openPostgresQueue } from './on-postgres.ts';
import { openRedisQueue } from './on-redis.ts';
import { toRing, type Where } from './queue.ts';

/**
 * @limit rings: Rings of a queue that wait while a call to it hangs. Beyond: The ring is dropped, and the sweep finds the job.
 */
export const MOST_RINGS_WAITING = 10_000;

export type Doorbell = {
  /** Call it after the commit. It never waits and never throws; the sweep finds the jobs of rings that are lost. */
  ring: (jobs: JobRef[]) => void;
  close: () => Promise<void>;
};

export function openDoorbell(where: Where, log: Log): Doorbell {
  const complain = complainer(log, 'The queue is away; the sweep will find the jobs.');
  // One for both queues, so that it is logged once.
  const complainOfSettings = complainer(
    log,
    'Redis may forget jobs; the sweep will find them, late. Set Redis as docker-compose.yml does.',
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

function openRinger({ databaseDirectUrl, redisUrl }: Where, name: QueueName, complain: Complain, complainOfSettings: Complain) {
  const queue = redisUrl
    ? openRedisQueue(redisUrl, name, complain, complainOfSettings)
    : openPostgresQueue(databaseDirectUrl, name, complain);
  const ring = inBatches((jobs: JobRef[]) => queue.addBulk(jobs.map(toRing)));
  let waiting = 0;
  return {
    ring: (job: JobRef) => {
      if (waiting >= MOST_RINGS_WAITING) return;
      waiting++;
      void ring(job)
        .catch(complain)
        .finally(() => waiting--);
    },
    close: () => queue.close(),
  };
}
