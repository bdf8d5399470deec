import type { Developer, SsoConfirmation } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Whether a mailed link may join an account at a provider to a developer: the provider vouches for the address, it is the developer's
 * and verified, they are not shut out (R41, R42), and nobody else at the same provider is this developer already (R40).
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
