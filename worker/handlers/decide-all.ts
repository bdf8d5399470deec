import { decideAll as decide } from '../../domain/decisions/decide-all.ts';
import { renewClaim } from '../../domain/jobs/claim-jobs.ts';
import type { Handler } from '../handler.ts';

export const decideAll: Handler<'decideAll'> = ({ app }, { bulkDecisionId }, job) =>
  decide(app, bulkDecisionId, () => renewClaim(app, job));
