import { fromNow } from '../domain/clock.ts';
import { HOUR_MS, SECOND_MS } from '../domain/durations.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { idsOf } from '../domain/jobs/jobs.ts';
import type { Log } from '../log.ts';
import type { Environment } from './environment.ts';
import { isPermanent, reasonOf } from './failures.ts';
import { runHandler } from './handlers/index.ts';

const FIRST_DELAY_MS = 5 * SECOND_MS;
const LONGEST_DELAY_MS = HOUR_MS;
/** 5 s, 10 s, ... 1 h, then hourly: 35 attempts reach over 25 hours even without jitter. RFC 5321, 4.5.4.1 asks for days at best. */
const MOST_ATTEMPTS = 35;

/**
 * Runs one attempt at a job and writes down what came of it. Never throws: the row says what failed. The attempt in each condition is
 * the fence: a worker whose lease ended, and whose job another one took, changes nothing.
 */
export async function runJob(environment: Environment, job: Claim): Promise<void> {
  try {
    // Counts attempts that died with their worker too, so that a job that kills workers ends as FAILED.
    if (job.attempt > MOST_ATTEMPTS) throw new Error('The workers that tried it did not come back.');
    await runHandler(environment, job);
    await environment.finish(job);
    logOf(environment, job).debug('done');
  } catch (error) {
    const log = logOf(environment, job);
    await fail(environment, job, error, log).catch((reason) => log.error({ reason: reasonOf(reason) }, 'the lease will end'));
  }
}

/** Not as `name`, which says what process speaks: of two in a line a reader keeps one. */
const logOf = ({ log }: Environment, { id: jobId, name: job, portalId, payload, attempt }: Claim): Log =>
  log.child({ job, jobId, attempt, portalId, about: idsOf(payload) });

async function fail(environment: Environment, job: Claim, error: unknown, log: Log): Promise<void> {
  const reason = reasonOf(error);
  if (isPermanent(error) || job.attempt >= MOST_ATTEMPTS) {
    log.error({ reason }, 'failed for good');
    await giveUp(environment, job, reason);
    return;
  }
  const delay = delayAfter(job.attempt);
  log.warn({ reason, retryInSeconds: Math.round(delay / SECOND_MS) }, 'failed, will be tried again');
  await environment.app.prisma.$executeRaw`
    UPDATE jobs SET status = 'QUEUED', due_at = ${fromNow(delay)}, last_error = ${reason}
    WHERE id = ${job.id}::uuid AND attempt = ${job.attempt} AND finished_at IS NULL`;
}

async function giveUp({ app }: Environment, job: Claim, reason: string): Promise<void> {
  await app.prisma.$executeRaw`
    UPDATE jobs SET status = 'FAILED', finished_at = now(), last_error = ${reason}
    WHERE id = ${job.id}::uuid AND attempt = ${job.attempt} AND finished_at IS NULL`;
}

/** @returns milliseconds: twice as long each time, up to an hour, and up to half as much again so that retries spread. */
function delayAfter(attempt: number): number {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return Math.round(delay * (1 + Math.random() / 2));
}
