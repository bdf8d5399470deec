import { type Claim, claimDueJobs } from '../domain/jobs/claim-jobs.ts';
import type { Queue } from '../domain/jobs/jobs.ts';
import type { Environment } from './environment.ts';
import { runJob } from './run-job.ts';

export type Lanes = {
  /** Starts the jobs of the queue that are due. Resolves when no more of them wait for a free lane. Call it once at a time. */
  takeDueJobs: () => Promise<void>;
  /** Takes no more, and waits for the jobs that run. */
  close: () => Promise<void>;
};

/** Runs the jobs of one queue, `most` at once. One claim takes as many as there are free lanes. */
export function openLanes(environment: Environment, queue: Queue, most: number): Lanes {
  const { app } = environment;
  const running = new Set<Promise<void>>();
  let isClosing = false;
  let taking: Promise<void> | undefined;
  const start = (job: Claim) => {
    const run = runJob(environment, job).finally(() => running.delete(run));
    running.add(run);
  };
  const take = async () => {
    for (let round = 1; !isClosing; round++) {
      const free = most - running.size;
      const jobs = free > 0 ? await claimDueJobs(app, queue, free) : [];
      for (const job of jobs) start(job);
      if (jobs.length < free) return;
      // Another worker may have free lanes.
      if (round === 1) app.ring([queue]);
      await Promise.race(running);
    }
    // Another worker, or the next start, takes what is left.
    app.ring([queue]);
  };
  return {
    takeDueJobs: () => (taking = take()),
    close: async () => {
      isClosing = true;
      await taking?.catch(() => undefined);
      await Promise.all(running);
    },
  };
}
