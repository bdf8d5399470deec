import { setTimeout } from 'node:timers/promises';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { openClaims } from '../domain/jobs/claims.ts';
import type { Queue } from '../domain/jobs/jobs.ts';
import type { Environment } from './environment.ts';
import { reasonOf } from './failures.ts';
import { openHeldMails } from './held-mails.ts';
import { runJob } from './run-job.ts';

/**
 * Longer than a process pauses between two rings, so that a job that is committed in such a pause does not wait for the next ring.
 * @limit Time that a worker looks for more jobs after a ring or a job. Beyond: It waits for a ring.
 */
export const AWAKE_MS = 300;
/** @limit Pause between two looks of a worker that is awake. Beyond: The next look follows. */
export const LOOK_PAUSE_MS = 10;

export type Lanes = {
  /** Starts the jobs of the queue that are due. Resolves when no more of them wait for a free lane. */
  takeDueJobs: () => Promise<void>;
  /** Takes no more, and waits for the jobs that run. */
  close: () => Promise<void>;
};

/**
 * Runs the jobs of one queue, `most` at once. One claim takes as many as there are free lanes. After a ring it looks by itself for a
 * while, because a look costs a tenth of a ring.
 */
export function openLanes(environment: Environment, queue: Queue, most: number): Lanes {
  const { app, log } = environment;
  const running = new Set<Promise<void>>();
  const held = openHeldMails(() => takeDueJobs(), log);
  const claim = openClaims(app, queue, held.note);
  let isClosing = false;
  let awakeUntil = 0;
  let looking: Promise<void> | undefined;
  let taking: Promise<void> = Promise.resolve();
  const start = (job: Claim) => {
    awakeUntil = performance.now() + AWAKE_MS;
    const run = runJob(environment, job).finally(() => running.delete(run));
    running.add(run);
  };
  const take = async () => {
    for (let round = 1; !isClosing; round++) {
      const free = most - running.size;
      const jobs = free > 0 ? await claim(free) : [];
      for (const job of jobs) start(job);
      if (jobs.length < free) return;
      // Another worker may have free lanes.
      if (round === 1) app.ring([queue]);
      await Promise.race(running);
    }
    // Another worker, or the next start, takes what is left.
    app.ring([queue]);
  };
  const takeInTurn = () => (taking = taking.then(take, take));
  const lookWhileAwake = async () => {
    while (!isClosing && performance.now() < awakeUntil) {
      await setTimeout(LOOK_PAUSE_MS);
      await takeInTurn();
    }
  };
  const takeDueJobs = async () => {
    awakeUntil = performance.now() + AWAKE_MS;
    await takeInTurn();
    looking ??= lookWhileAwake()
      .catch((error) => log.warn({ reason: reasonOf(error) }, 'a look for jobs failed, the next ring or sweep will find them'))
      .finally(() => (looking = undefined));
  };
  return {
    takeDueJobs,
    close: async () => {
      isClosing = true;
      held.stop();
      await looking;
      await taking.catch(() => undefined);
      await Promise.all(running);
    },
  };
}
