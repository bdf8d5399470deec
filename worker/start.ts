import { openApp } from '../app.ts';
import { checkDatabase } from '../check-database.ts';
import { checkQueue } from '../check-queue.ts';
import type { Config } from '../config.ts';
import type { Queue } from '../domain/jobs/jobs.ts';
import { answerDoorbell } from '../doorbell/answer.ts';
import type { Log } from '../log.ts';
import { startManagement } from '../metrics/management-server.ts';
import { openTracing } from '../tracing/open-tracing.ts';
import { type Environment, type Handle, openEnvironment } from './environment.ts';
import { openLanes } from './lanes.ts';
import { MAIL_CONNECTIONS } from './mail-server.ts';
import { openMailer } from './mailer.ts';
import { startNumbering } from './number-events.ts';
import { openSmtpTokens, type SmtpTokens } from './smtp-token.ts';
import { type Sweeping, startSweeping } from './sweep.ts';
import { warnOfHosts } from './warn-of-hosts.ts';
import { warnOfSenders } from './warn-of-senders.ts';

/** @limit connections: Database connections of a worker process. Beyond: A job waits for a free one. */
export const WORKER_DATABASE_CONNECTIONS = 10;

/**
 * Jobs at once in one worker. Approvals are short statements; mails wait for the mail server.
 * @limit jobs: Jobs of each queue that one worker runs at once. Beyond: A job waits.
 */
export const JOBS_AT_ONCE = { APPROVALS: 4, MAILS: MAIL_CONNECTIONS } as const satisfies Record<Queue, number>;

/**
 * Any number of workers may run with one database and one queue.
 * @param handle in the place of the real handlers, for a benchmark
 * @returns a function that stops the worker, after the jobs that run have ended
 */
export async function startWorker(config: Config, log: Log, handle?: Handle): Promise<() => Promise<void>> {
  await Promise.all([checkDatabase(config, log), checkQueue(config)]);
  const tracing = await openTracing(config.tracing, 'worker', log);
  const { app, metrics, beginStop, close } = openApp(config, { name: 'worker', poolSize: WORKER_DATABASE_CONNECTIONS }, log);
  let sweeping: Sweeping | undefined;
  // Not whether the mail server is there: while it is away, a worker that is restarted is no better.
  const whyNotReady = async () => (await app.whyNotReady()) ?? (sweeping?.isAlive() ? null : 'the sweep stands still');
  const management = await startManagement(config, metrics, whyNotReady, log);
  const tokens = config.smtpOauth ? openSmtpTokens(config.smtpOauth, app) : null;
  const mailer = openMailer(config, app, log, tokens);
  const environment = openEnvironment(app, mailer, log, { slowMs: config.slowMs, tracing, handle });
  void warnOfSenders(app, log);
  void warnOfHosts(app, log);
  const queues = (['APPROVALS', 'MAILS'] as const).map((queue) => {
    const lanes = openLanes(environment, queue, JOBS_AT_ONCE[queue]);
    return { lanes, doorbell: answerDoorbell(config, queue, lanes.takeDueJobs, log) };
  });
  sweeping = startSweeping(environment);
  const stopNumbering = startNumbering(environment);
  const stopWatching = await watchMailbox(config, tokens, environment);
  return async () => {
    beginStop();
    const stopping = queues.flatMap(({ lanes, doorbell }) => [lanes.close(), doorbell.close()]);
    await Promise.allSettled([...stopping, sweeping?.stop(), stopNumbering(), stopWatching()]);
    mailer.close();
    await tokens?.settled();
    await management?.stop();
    await close();
    await tracing?.stop();
  };
}

/** The library for it is loaded only where there is a mailbox. */
async function watchMailbox(
  { mailbox }: Config,
  tokens: SmtpTokens | null,
  environment: Environment,
): Promise<() => Promise<void>> {
  if (!mailbox) return async () => undefined;
  const { startWatchingMailbox } = await import('./reports/watch-mailbox.ts');
  return startWatchingMailbox(mailbox, tokens, environment);
}
