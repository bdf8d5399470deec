import { currentWork, newWork, runWork, told } from '../current-work.ts';
import { SECOND_MS } from '../domain/durations.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { failJob, MOST_JOB_ATTEMPTS, retryDelayAfter } from '../domain/jobs/fail-job.ts';
import { idsOf } from '../domain/jobs/jobs.ts';
import { postponeJob } from '../domain/jobs/postpone-job.ts';
import type { JobResult } from '../domain/measures.ts';
import type { Log } from '../log.ts';
import type { Attributes } from '../span.ts';
import type { Environment } from './environment.ts';
import { isForOperator, isPermanent, reasonOf } from './failures.ts';
import { insist } from './insist.ts';
import { Postponed } from './postponed.ts';

/** Runs one attempt at a job. Never throws: the row of the job says what failed. */
export async function runJob(environment: Environment, job: Claim): Promise<void> {
  const { tracing, slow } = environment;
  const span = tracing?.begin(job.name, 'CONSUMER', attributesOf(job), { parent: job.trace }) ?? null;
  const work = newWork({ job: job.name, jobId: job.id }, span);
  const began = performance.now();
  await runWork(work, () => attempt(environment, job));
  work.isOver = true;
  span?.end();
  slow(performance.now() - began, () => ({ ...work.about, attempt: job.attempt, ...told(work.spent) }));
}

const attributesOf = ({ id, queue, attempt }: Claim): Attributes => ({
  'messaging.system': 'gatehouse',
  'messaging.operation.type': 'process',
  'messaging.destination.name': queue,
  'messaging.message.id': id,
  'gatehouse.job.attempt': attempt,
});

async function attempt(environment: Environment, job: Claim): Promise<void> {
  const began = performance.now();
  const { measures } = environment.app;
  const note = (result: JobResult) => {
    measures.job(job.name, result, secondsSince(began));
    currentWork()?.span?.tell({ 'gatehouse.job.result': result });
  };
  try {
    // Attempts count that ended with the death of their worker, so a job that kills workers ends as FAILED.
    if (job.attempt > MOST_JOB_ATTEMPTS) throw new Error('The workers that tried it did not come back.');
    await environment.handle(environment, job);
    // The claim was a moment ago, and its times are those of the database.
    if (job.isMailed) measures.mail(secondsSince(began) + (job.claimedAt.getTime() - job.readySince.getTime()) / SECOND_MS);
    await insist(() => environment.finish(job));
    note('done');
    logOf(environment, job).debug('done');
  } catch (error) {
    const log = logOf(environment, job);
    const result = await storeFailure(environment, job, error, log).catch((reason) => {
      log.error({ reason: reasonOf(reason) }, 'the result of the job was not stored, another worker will run it again');
      return 'retried' as const;
    });
    note(result);
  }
}

const secondsSince = (began: number): number => (performance.now() - began) / SECOND_MS;

// Not `name`, because each line has the name of the process under that key.
const logOf = ({ log }: Environment, { id: jobId, name: job, portalId, payload, attempt }: Claim): Log =>
  log.child({ job, jobId, attempt, portalId, about: idsOf(payload) });

async function storeFailure(environment: Environment, job: Claim, error: unknown, log: Log): Promise<JobResult> {
  if (!(error instanceof Postponed)) return await fail(environment, job, error, log);
  await postponeJob(environment.app, job, error.until);
  return 'postponed';
}

async function fail({ app }: Environment, job: Claim, error: unknown, log: Log): Promise<JobResult> {
  const reason = reasonOf(error);
  const delayMs = isPermanent(error) ? null : retryDelayAfter(job.attempt);
  if (delayMs === null) log.error({ reason }, 'failed for good');
  else tellOfRetry(log, isForOperator(error), { reason, retryInSeconds: Math.round(delayMs / SECOND_MS) });
  await failJob(app, job, reason, delayMs);
  return delayMs === null ? 'failed' : 'retried';
}

function tellOfRetry(log: Log, isForOperator: boolean, about: object): void {
  if (isForOperator) log.error(about, 'failed until somebody mends the configuration, will be tried again');
  else log.warn(about, 'failed, will be tried again');
}
