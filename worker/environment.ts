import type { App } from '../domain/app.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { finishJobs } from '../domain/jobs/finish-jobs.ts';
import { inBatches } from '../in-batches.ts';
import type { Log } from '../log.ts';
import { runHandler } from './handlers/index.ts';
import type { Mailer } from './mailer.ts';

export type Environment = {
  app: App;
  mailer: Mailer;
  log: Log;
  /** Resolves once the database has it. */
  finish: (job: Claim) => Promise<void>;
  handle: Handle;
};

/** Does the work of one job. */
export type Handle = (environment: Environment, job: Claim) => Promise<void>;

export const openEnvironment = (app: App, mailer: Mailer, log: Log, handle: Handle = runHandler): Environment => ({
  app,
  mailer,
  log,
  finish: inBatches((jobs) => finishJobs(app, jobs)),
  handle,
});
