import type { App } from '../domain/app.ts';
import type { Claim } from '../domain/jobs/claim-jobs.ts';
import { finishJobs } from '../domain/jobs/finish-jobs.ts';
import { inBatches } from '../in-batches.ts';
import type { Log } from '../log.ts';
import type { Mailer } from './mailer.ts';

export type Environment = {
  app: App;
  mailer: Mailer;
  log: Log;
  /** Resolves once the database has it. */
  finish: (job: Claim) => Promise<void>;
};

export const openEnvironment = (app: App, mailer: Mailer, log: Log): Environment => ({
  app,
  mailer,
  log,
  finish: inBatches((jobs) => finishJobs(app, jobs)),
});
