import type { SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** The oldest first. */
export const identitiesOf = (tx: Pick<Transaction, 'ssoIdentity'>, developerId: string): Promise<SsoIdentity[]> =>
  tx.ssoIdentity.findMany({ where: { developerId }, orderBy: { id: 'asc' } });
