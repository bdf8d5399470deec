import type { Portal } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Locks and reads a portal: nobody else changes it, or one of its connections, until the transaction ends. Registrations go on,
 * because they only refer to it.
 * @returns null if it was deleted
 */
export async function lockPortal(tx: Transaction, id: string): Promise<Portal | null> {
  await tx.$queryRaw`SELECT 1 FROM portals WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return await tx.portal.findUnique({ where: { id } });
}
