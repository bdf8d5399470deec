import { deleteDueAccount as deleteDue } from '../../domain/developers/delete-due-account.ts';
import type { Handler } from '../handler.ts';

export const deleteDueAccount: Handler<'deleteDueAccount'> = async ({ app, log }, { developerId }, job) => {
  const deleted = await deleteDue(app, developerId);
  if (deleted)
    log.info({ act: 'deleteDueAccount', result: 'Success', developerId, portalId: deleted.portalId, jobId: job.id }, 'act');
};
