import { setTimeout } from 'node:timers/promises';
import { currentWork } from '../current-work.ts';
import type { Queue as QueueName } from '../domain/jobs/jobs.ts';
import type { Log } from '../log.ts';
import type { Span } from '../span.ts';
import { type Complain, complainer } from './complain.ts';
import { openPostgresQueue } from './on-postgres.ts';
import type { Queue, Where } from './queue.ts';
import { whyUnfit } from './unfit-redis.ts';

/**
 * One ring stands for all jobs that are committed in the meantime. A worker that was rung stays awake for longer than this.
 * @limit Pause between two rings of one queue by one process. Beyond: The next ring goes out.
 */
export const RING_PAUSE_MS = 250;
/** @limit Time for the last ring of a process that stops. Beyond: The sweep finds the jobs. */
export const LAST_RING_MS = 1_000;

export type NoteRing = (queue: QueueName, result: 'sent' | 'lost') => void;

export type Doorbell = {
  /** Call it after the commit. It never waits and never throws; the sweep finds the jobs of rings that are lost. */
  ring: (queues: Iterable<QueueName>) => void;
  close: () => Promise<void>;
};

/** @param noteRing is told of each ring whether the queue took it */
export function openDoorbell(where: Where, log: Log, noteRing: NoteRing = () => undefined): Doorbell {
  const complain = complainer(log, 'The queue is away; the sweep will find the jobs.', () => whyUnfit(where));
  // One for both queues, so that it is logged once.
  const complainOfSettings = complainer(
    log,
    'Redis may forget jobs; the sweep will find them, late. Set Redis as docker-compose.yml does.',
  );
  const open = (name: QueueName) =>
    openRinger(name, queueAt(where, name, complain, complainOfSettings), complain, (result) => noteRing(name, result));
  const ringers = { APPROVALS: open('APPROVALS'), MAILS: open('MAILS') };
  return {
    ring: (queues) => {
      for (const queue of queues) ringers[queue].ring();
    },
    close: async () => {
      await Promise.allSettled(Object.values(ringers).map(({ close }) => close()));
    },
  };
}

const queueAt = ({ databaseDirectUrl, redisUrl }: Where, name: QueueName, complain: Complain, ofSettings: Complain): Queue =>
  redisUrl
    ? openSoon(import('./on-redis.ts').then(({ openRedisQueue }) => openRedisQueue(redisUrl, name, complain, ofSettings)))
    : openPostgresQueue(databaseDirectUrl, name, complain);

/** The library for Redis is loaded only where there is one. */
const openSoon = (opening: Promise<Queue>): Queue => ({
  ring: async () => await (await opening).ring(),
  close: async () => await (await opening).close(),
});

function openRinger(name: QueueName, queue: Queue, complain: Complain, note: (result: 'sent' | 'lost') => void) {
  let ringing: Promise<void> | undefined;
  let isAskedAgain = false;
  /** Who asked first for the next ring, in a trace. */
  let asking: Span | null = null;
  const closing = new AbortController();
  const ring = () => {
    asking ??= currentWork()?.span ?? null;
    isAskedAgain = ringing !== undefined;
    ringing ??= ringOnce().finally(() => {
      ringing = undefined;
      if (isAskedAgain) ring();
    });
  };
  const ringOnce = async () => {
    const span = asking?.begin(`ring ${name}`, 'PRODUCER', {
      'messaging.system': 'bullmq',
      'messaging.operation.type': 'send',
      'messaging.destination.name': name,
    });
    asking = null;
    await queue.ring().then(
      () => {
        note('sent');
        span?.end();
      },
      (error) => {
        note('lost');
        span?.end(error);
        complain(error);
      },
    );
    await setTimeout(RING_PAUSE_MS, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
  };
  return {
    ring,
    close: async () => {
      closing.abort();
      const rung = async () => {
        while (ringing) await ringing;
      };
      await Promise.race([rung(), setTimeout(LAST_RING_MS, undefined, { ref: false })]);
      await queue.close();
    },
  };
}
