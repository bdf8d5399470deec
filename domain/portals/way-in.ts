import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** Whether people can surely log in by a connection: it is enabled, and a trial succeeded with its present settings. */
export const isWayIn = ({ enabled, testedAt }: Pick<SsoConnection, 'enabled' | 'testedAt'>): boolean =>
  enabled && testedAt !== null;

/**
 * Whether people can surely log in at a portal without a password. The portal must be locked, so that the answer stays true.
 * @param besides the id of a connection that does not count
 */
export async function hasWayIn(tx: Transaction, portalId: string, besides?: string): Promise<boolean> {
  const connections = await tx.ssoConnection.findMany({ where: { portalId, ...(besides && { id: { not: besides } }) } });
  return connections.some(isWayIn);
}

export const LAST_WAY_IN =
  'Password log-in is off at this portal, and nobody could log in any more. First enable and test another connection, or turn password log-in on.';
