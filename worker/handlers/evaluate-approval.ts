import { evaluateApproval as evaluate } from '../../domain/decisions/evaluate-approval.ts';
import type { Handler } from '../handler.ts';

export const evaluateApproval: Handler<'evaluateApproval'> = async ({ app, log }, { developerId }, job) => {
  const decided = await evaluate(app, developerId);
  if (decided)
    log.info({ act: 'evaluateApproval', result: 'Success', developerId, portalId: decided.portalId, jobId: job.id }, 'act');
};
