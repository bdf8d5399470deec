import type { Transaction } from '../transaction.ts';

/**
 * Ends every link of a developer (R12), except links that undo a change of address: otherwise an intruder could change the
 * password next and take the owner's only way back.
 */
export async function endLinks(tx: Transaction, developerId: string): Promise<void> {
  await tx.token.deleteMany({ where: { developerId, purpose: { not: 'UNDO_EMAIL_CHANGE' } } });
  await endSsoLinks(tx, developerId);
}

/** Ends everything that could still link an account at a provider to the developer. */
export async function endSsoLinks(tx: Transaction, developerId: string): Promise<void> {
  await tx.ssoConfirmation.deleteMany({ where: { developerId } });
  await tx.ssoAttempt.deleteMany({ where: { developerId } });
}

/**
 * Ends codes of the last minute that could still open a session. Not needed when the status changes, because the exchange
 * checks it.
 */
export async function endSsoCodes(tx: Transaction, developerId: string): Promise<void> {
  await tx.ssoGrant.deleteMany({ where: { identity: { developerId } } });
}
