import type { SecondFactorKind } from '../../prisma/generated/client/client.ts';
import { addJob } from '../jobs/add-job.ts';
import { type Proof, prove } from '../second-factors/prove.ts';
import type { AskedFor } from '../second-factors/take-passkey.ts';
import type { Transaction } from '../transaction.ts';

/** Uses a proof of an admin up. The use of a recovery code is told by email, because its owner may not be the one who used it. */
export async function proveAsAdmin(tx: Transaction, adminId: string, given: Proof, asked: AskedFor): Promise<SecondFactorKind> {
  const kind = await prove(tx, { adminId }, given, asked);
  if (kind === 'RECOVERY_CODE') {
    await addJob(tx, 'sendAdminSecondFactorChangedEmail', null, { adminId, change: 'CODE_USED' });
  }
  return kind;
}
