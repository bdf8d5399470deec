import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** Rolls the transaction back: the connection has changed since it was read. */
export class ConnectionChanged extends Error {}

/**
 * Locks a connection, as it was read, until the transaction ends. Call it before any other row is locked, as deletion does. So
 * an admin who switches the connection off, deletes or changes it does so before everything that the transaction does, or after
 * all of it.
 * @throws ConnectionChanged
 */
export async function holdConnection(tx: Transaction, { id, updatedAt }: SsoConnection): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM sso_connections WHERE id = ${id}::uuid AND enabled AND updated_at = ${updatedAt}::timestamptz FOR SHARE`;
  if (held.length === 0) throw new ConnectionChanged();
}
