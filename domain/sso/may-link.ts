import type { Developer, SsoConfirmation } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/**
 * The provider must vouch for the verified address of a developer who is not rejected or revoked (R41, R42) and has no other
 * account at that provider (R40).
 */
export async function mayLink(
  tx: Pick<Transaction, 'ssoIdentity'>,
  developer: Developer,
  { isVouchedFor, email, issuer, subject }: SsoConfirmation,
): Promise<boolean> {
  const isTheirs = developer.email === email && developer.emailVerifiedAt !== null;
  const isOpen = developer.status === 'PENDING' || developer.status === 'APPROVED';
  if (!isVouchedFor || !isTheirs || !isOpen) return false;
  const others = { developerId: developer.id, issuer, subject: { not: subject } };
  return (await tx.ssoIdentity.count({ where: others })) === 0;
}
