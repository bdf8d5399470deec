import { tellExpiringTokens } from '../domain/api-tokens/tell-expiring.ts';
import { remindAdmins } from '../domain/decisions/remind-admins.ts';
import { SECOND_MS } from '../domain/durations.ts';
import { BEGINNING, type Claim, claimDueJobs, type LastDue, lastDue } from '../domain/jobs/claim-jobs.ts';
import { openClaims } from '../domain/jobs/claims.ts';
import type { Queue } from '../domain/jobs/jobs.ts';
import { mailLimitsOf } from '../domain/jobs/mail-limits.ts';
import { reckonUsualWaits } from '../domain/portals/reckon-usual-wait.ts';
import { resealClientSecrets } from '../domain/providers/client-secret.ts';
import { resealRefusalKeys } from '../domain/rules/refusal-key.ts';
import { resealTotpSecrets } from '../domain/second-factors/totp.ts';
import { checkDueDomains } from '../domain/senders/check-due.ts';
import { resealSenderKeys } from '../domain/senders/sender-key.ts';
import { resealRefreshTokens } from '../domain/smtp-tokens/refresh-token.ts';
import type { Environment } from './environment.ts';
import { reasonOf } from './failures.ts';
import { purge, tidyUnverified } from './purge.ts';
import { runJob } from './run-job.ts';

/** @limit Pause between two sweeps, which find jobs that the queue lost. Beyond: The next sweep starts. */
export const SWEEP_EVERY_MS = 15 * SECOND_MS;
/**
 * Jobs of one queue at once in a sweep. It takes a job when it is free for it, so that no lease ends in a waiting line.
 * @limit jobs: Jobs of one queue that a sweep runs at once. Beyond: A job waits.
 */
export const SWEEP_JOBS_AT_ONCE = 4;

/**
 * A sweep begins, ends or takes a job at least as often: most jobs end within their lease. One decision about a hundred thousand people may
 * take longer, which is no harm.
 * @limit Time in which a sweep gives a sign of life. Beyond: The worker is not ready.
 */
export const SWEEP_SIGN_MS = 90 * SECOND_MS;

export type Sweeping = {
  /** Whether a sweep gave a sign of life lately. */
  isAlive: () => boolean;
  /** Waits for the jobs that run. */
  stop: () => Promise<void>;
};

/** Runs the jobs that the doorbell missed, on a timer that needs no queue. So a queue that is lost delays work and loses none. */
export function startSweeping(environment: Environment): Sweeping {
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let signAt = performance.now();
  const giveSign = () => {
    signAt = performance.now();
  };
  const sweepOnce = async () => {
    if (isRunning) return;
    isRunning = true;
    giveSign();
    running = Promise.all([
      runAllDueJobs(environment, stop.signal, giveSign),
      purge(environment),
      resealClientSecrets(environment.app),
      resealRefusalKeys(environment.app),
      resealTotpSecrets(environment.app),
      resealSenderKeys(environment.app),
      resealRefreshTokens(environment.app),
      tidyUnverified(environment),
      remindAdmins(environment.app),
      tellExpiringTokens(environment.app),
      reckonUsualWaits(environment.app),
      checkDueDomains(environment.app),
    ])
      .then(() => undefined)
      .catch((error) => environment.log.warn({ reason: reasonOf(error) }, 'the sweep failed, the next one will try again'))
      .finally(() => {
        isRunning = false;
        giveSign();
      });
    await running;
  };
  const timer = setInterval(sweepOnce, SWEEP_EVERY_MS);
  void sweepOnce();
  return {
    isAlive: () => performance.now() - signAt < SWEEP_SIGN_MS,
    stop: async () => {
      clearInterval(timer);
      stop.abort();
      await running;
    },
  };
}

/** Logs how many jobs no ring brought in time, so that somebody notices a doorbell that loses rings. */
async function runAllDueJobs(environment: Environment, signal: AbortSignal, giveSign: () => void): Promise<void> {
  const late = await Promise.all([
    runDueJobs(environment, 'APPROVALS', signal, giveSign),
    runDueJobs(environment, 'MAILS', signal, giveSign),
  ]);
  const [approvals, mails] = late;
  environment.app.measures.swept('APPROVALS', approvals);
  environment.app.measures.swept('MAILS', mails);
  if (approvals + mails > 0) environment.log.warn({ approvals, mails }, 'the sweep took new jobs that no ring had brought');
}

/** @returns how many of the jobs no ring had brought in time */
export async function runDueJobs(
  environment: Environment,
  queue: Queue,
  signal?: AbortSignal,
  giveSign: () => void = () => undefined,
): Promise<number> {
  let late = 0;
  let last: LastDue = BEGINNING;
  let isHeld = false;
  const claimAsUsual = openClaims(environment.app, queue, () => {
    isHeld = true;
  });
  const claimInOrder = async () => {
    // An email that waits for a limit must not be taken out of turn.
    if (queue === 'MAILS' && mailLimitsOf(environment.app.settings)) return await claimAsUsual(1);

    const jobs = await claimDueJobs(environment.app, queue, 1, last);
    last = lastDue(jobs, last);
    return jobs;
  };
  // One lane takes what is due the longest, so that no job waits for ever because others come first.
  const claim = async (isFirst: boolean) => {
    const jobs = signal?.aborted ? [] : await (isFirst ? claimInOrder() : claimAsUsual(1));
    giveSign();
    return jobs[0];
  };
  const lane = async (isFirst: boolean, first?: Claim) => {
    for (let job = first ?? (await claim(isFirst)); job; job = await claim(isFirst)) {
      if (job.isLate) late++;
      await runJob(environment, job);
    }
  };
  // Only one lane looks if nothing is due.
  const first = await claim(true);
  if (first)
    await Promise.all(
      Array.from({ length: SWEEP_JOBS_AT_ONCE }, (_, index) => lane(index === 0, index === 0 ? first : undefined)),
    );
  // Its worker may be gone.
  if (isHeld) environment.app.ring([queue]);
  return late;
}
