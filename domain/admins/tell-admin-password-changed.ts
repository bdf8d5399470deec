import type { Admin } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { addJob } from '../jobs/add-job.ts';
import { sealRecipient } from '../jobs/recipient.ts';
import type { Transaction } from '../transaction.ts';

/** Call it in the transaction that changes the password. */
export async function tellAdminPasswordChanged(app: App, tx: Transaction, { id, email }: Admin): Promise<void> {
  await addJob(tx, 'sendAdminPasswordChangedEmail', null, { adminId: id, to: sealRecipient(app, id, email) });
}
