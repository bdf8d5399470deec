import { evaluateApproval as evaluate } from '../../domain/decisions/evaluate-approval.ts';
import type { Handler } from '../handler.ts';

export const evaluateApproval: Handler<'evaluateApproval'> = async ({ app, log }, { developerId, invitationId }, job) => {
  const decided = await evaluate(app, developerId, invitationId);
  if (decided)
    log.info({ act: 'evaluateApproval', result: 'Success', developerId, portalId: decided.portalId, jobId: job.id }, 'act');
};
