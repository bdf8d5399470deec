import { renewClaim } from '../../domain/jobs/claim-jobs.ts';
import { evaluatePending as evaluate } from '../../domain/portals/evaluate-pending.ts';
import type { Handler } from '../handler.ts';

export const evaluatePending: Handler<'evaluatePending'> = ({ app }, { portalId }, job) =>
  evaluate(app, portalId, () => renewClaim(app, job));
