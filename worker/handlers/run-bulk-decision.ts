import { runBulkDecision as run } from '../../domain/decisions/run-bulk-decision.ts';
import { renewClaim } from '../../domain/jobs/claim-jobs.ts';
import type { Handler } from '../handler.ts';

export const runBulkDecision: Handler<'runBulkDecision'> = ({ app }, { bulkDecisionId }, job) =>
  run(app, bulkDecisionId, () => renewClaim(app, job));
