import type { TokenPurpose } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** The owner's only ways back, which an intruder could otherwise take away by a change of the password. */
const KEPT: TokenPurpose[] = ['UNDO_EMAIL_CHANGE', 'KEEP_ACCOUNT'];

export async function endLinks(tx: Transaction, developerId: string): Promise<void> {
  await tx.token.deleteMany({ where: { developerId, purpose: { notIn: KEPT } } });
  await endSsoLinks(tx, developerId);
}

export async function endSsoLinks(tx: Transaction, developerId: string): Promise<void> {
  await tx.ssoConfirmation.deleteMany({ where: { developerId } });
  await tx.ssoAttempt.deleteMany({ where: { developerId } });
}

/** Not needed when the status changes, because the exchange of a code checks the status. */
export async function endSsoCodes(tx: Transaction, developerId: string): Promise<void> {
  await tx.ssoGrant.deleteMany({ where: { identity: { developerId } } });
}
