import type { Developer } from '../../prisma/generated/client/client.ts';
import { addJob } from '../jobs/add-job.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { sealRecipient } from '../jobs/recipient.ts';
import type { Transaction } from '../transaction.ts';

type Change = JobPayload<'sendSecondFactorChangedEmail'>['change'];

export async function tellFactorChanged(
  tx: Transaction,
  { id: developerId, portalId, typedEmail }: Developer,
  change: Change,
): Promise<void> {
  const to = sealRecipient(tx, developerId, typedEmail);
  await addJob(tx, 'sendSecondFactorChangedEmail', portalId, { developerId, to, change });
}
