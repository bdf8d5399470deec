import type { JobRef, Queue as QueueName } from '../domain/jobs/jobs.ts';
import type { Log } from '../log.ts';
import { type Complain, complainer } from './complain.ts';
import { openPostgresQueue } from './on-postgres.ts';
import { openRedisQueue } from './on-redis.ts';
import { toRing, type Where } from './queue.ts';

/** Rings kept while a call hangs; the sweep finds the jobs of those beyond. */
const MOST_WAITING = 10_000;

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
function openRinger({ databaseUrl, redisUrl }: Where, name: QueueName, complain: Complain, complainOfSettings: Complain) {
  const queue = redisUrl
    ? openRedisQueue(redisUrl, name, complain, complainOfSettings)
    : openPostgresQueue(databaseUrl, name, complain);
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
