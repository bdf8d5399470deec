import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** A trial must have succeeded with the present settings. */
export const isWayIn = ({ enabled, testedAt }: Pick<SsoConnection, 'enabled' | 'testedAt'>): boolean =>
  enabled && testedAt !== null;

/** The portal must be locked, so that the answer stays true. `besides` is the id of a connection to leave out. */
export async function hasWayIn(tx: Transaction, portalId: string, besides?: string): Promise<boolean> {
  const connections = await tx.ssoConnection.findMany({ where: { portalId, ...(besides && { id: { not: besides } }) } });
  return connections.some(isWayIn);
}

export const LAST_WAY_IN =
  'Password log-in is off at this portal, and nobody could log in any more. First enable and test another connection, or turn password log-in on.';
