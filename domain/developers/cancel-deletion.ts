import type { Developer } from '../../prisma/generated/client/client.ts';
import { byDeveloper, record } from '../events/record.ts';
import { removeUntried } from '../jobs/remove-jobs.ts';
import type { Transaction } from '../transaction.ts';

/** The developer must be locked. Nothing happens if the account does not wait to be deleted. */
export async function cancelDeletion(tx: Transaction, { id, portalId, deletionDueAt }: Developer): Promise<void> {
  if (!deletionDueAt) return;
  await tx.developer.update({ where: { id }, data: { deletionDueAt: null } });
  await tx.token.deleteMany({ where: { developerId: id, purpose: 'KEEP_ACCOUNT' } });
  await removeUntried(tx, 'deleteDueAccount', deletionDueAt, { developerId: id });
  await record(tx, {
    type: 'developer.deletion-cancelled',
    portalId,
    actor: byDeveloper(id),
    subject: { kind: 'DEVELOPER', id },
    data: {},
  });
}
