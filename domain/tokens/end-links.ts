import type { Transaction } from '../transaction.ts';

/**
 * Ends every link of a person that is out (R12), but for those that undo a change of address: whoever took an account over would
 * else change the password next, and leave its owner without the one way back.
 */
export async function endLinks(tx: Transaction, developerId: string): Promise<void> {
  await tx.token.deleteMany({ where: { developerId, purpose: { not: 'UNDO_EMAIL_CHANGE' } } });
  await endSsoLinks(tx, developerId);
}

/** Ends what would join an account at a provider to the developer. */
export async function endSsoLinks(tx: Transaction, developerId: string): Promise<void> {
  await tx.ssoConfirmation.deleteMany({ where: { developerId } });
  await tx.ssoAttempt.deleteMany({ where: { developerId } });
}

/** Ends the codes of the last minute that would still open a session. Where sessions end by the status, the exchange says so instead. */
export async function endSsoCodes(tx: Transaction, developerId: string): Promise<void> {
  await tx.ssoGrant.deleteMany({ where: { identity: { developerId } } });
}
