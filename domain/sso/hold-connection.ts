import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** Undoes the transaction: the connection is not the one that was read any more. */
export class ConnectionChanged extends Error {}

/**
 * Holds a connection as it was read until the transaction ends, before any other row, as its deletion does. So whoever switches it
 * off, deletes it or changes what it says comes before all that the transaction does, or after it.
 * @throws ConnectionChanged
 */
export async function holdConnection(tx: Transaction, { id, updatedAt }: SsoConnection): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM sso_connections WHERE id = ${id}::uuid AND enabled AND updated_at = ${updatedAt}::timestamptz FOR SHARE`;
  if (held.length === 0) throw new ConnectionChanged();
}
