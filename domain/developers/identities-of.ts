import type { SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** The accounts at providers that log in as a developer, the first one first. */
export const identitiesOf = (tx: Pick<Transaction, 'ssoIdentity'>, developerId: string): Promise<SsoIdentity[]> =>
  tx.ssoIdentity.findMany({ where: { developerId }, orderBy: { id: 'asc' } });
