import type { Transaction } from '../transaction.ts';

/** Keeps undo links. Otherwise an intruder could change the password to take away the owner's only way back. */
export async function endLinks(tx: Transaction, developerId: string): Promise<void> {
  await tx.token.deleteMany({ where: { developerId, purpose: { not: 'UNDO_EMAIL_CHANGE' } } });
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
