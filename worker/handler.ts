import type { Claim } from '../domain/jobs/claim-jobs.ts';
import type { JobName, JobPayload } from '../domain/jobs/jobs.ts';
import type { Environment } from './environment.ts';

/** Does one job. It may run more than once for the same job. If its subject was deleted in the meantime, that is no failure. */
export type Handler<Name extends JobName> = (environment: Environment, payload: JobPayload<Name>, job: Claim) => Promise<void>;
