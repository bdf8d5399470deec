import type { App } from '../domain/app.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { finishJobs, finishWith } from '../domain/jobs/finish-jobs.ts';
import { inBatches } from '../in-batches.ts';
import type { Log } from '../log.ts';
import { slowLines } from '../slow-lines.ts';
import type { Tracing } from '../span.ts';
import { runHandler } from './handlers/index.ts';
import type { Mailer } from './mailer.ts';

export type Environment = {
  app: App;
  mailer: Mailer;
  log: Log;
  /** Resolves once the database has it. */
  finish: (job: Claim) => Promise<void>;
  handle: Handle;
  tracing: Tracing | null;
  /** Warns of a job that took too long. */
  slow: ReturnType<typeof slowLines>;
};

/** Does the work of one job. */
export type Handle = (environment: Environment, job: Claim) => Promise<void>;

export type EnvironmentOptions = {
  /** From how many milliseconds on the log warns of a job; it never does unless given. */
  slowMs?: number;
  tracing?: Tracing | null;
  /** In the place of the real handlers. */
  handle?: Handle | undefined;
};

export const openEnvironment = (
  app: App,
  mailer: Mailer,
  log: Log,
  { slowMs = Number.POSITIVE_INFINITY, tracing = null, handle = runHandler }: EnvironmentOptions = {},
): Environment => ({
  app,
  mailer,
  log,
  finish: finishing(app),
  handle,
  tracing,
  slow: slowLines(log, slowMs, 'slow job'),
});

function finishing(app: App): Environment['finish'] {
  const finishTogether = inBatches((jobs: Claim[]) => finishJobs(app, jobs));
  return async (job) => {
    if (job.atEnd) await finishWith(app, job, job.atEnd);
    else await finishTogether(job);
  };
}
