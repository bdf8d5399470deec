import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** Rolls the transaction back. */
export class ConnectionChanged extends Error {}

/** Call it before any other row is locked, as deletion does. Admins cannot change the connection until the end. */
export async function holdConnection(tx: Transaction, { id, updatedAt }: SsoConnection): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM sso_connections WHERE id = ${id}::uuid AND enabled AND updated_at = ${updatedAt}::timestamptz FOR SHARE`;
  if (held.length === 0) throw new ConnectionChanged();
}
