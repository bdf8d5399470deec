import { evaluatePending as evaluate } from '../../domain/developers/evaluate-pending.ts';
import { renewClaim } from '../../domain/jobs/claim-jobs.ts';
import type { Handler } from '../handler.ts';

export const evaluatePending: Handler<'evaluatePending'> = ({ app }, { portalId }, _jobId, claim) =>
  evaluate(app, portalId, () => renewClaim(app, claim));
