import { evaluateApproval as evaluate } from '../../domain/decisions/evaluate-approval.ts';
import type { Handler } from '../handler.ts';

export const evaluateApproval: Handler<'evaluateApproval'> = async ({ app, log }, { developerId }, job) => {
  const approved = await evaluate(app, developerId);
  if (approved)
    log.info({ act: 'evaluateApproval', result: 'Success', developerId, portalId: approved.portalId, jobId: job.id }, 'act');
};
