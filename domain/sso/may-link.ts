import type { Developer, SsoConfirmation } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Whether a mailed link may link an account at a provider to a developer: the provider vouches for the address, the developer
 * has it and it is verified, they are not rejected or revoked (R41, R42), and no other account at that provider is linked to
 * them (R40).
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
