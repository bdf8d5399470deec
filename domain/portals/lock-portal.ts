import type { Portal } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Reads a portal so that nobody else changes it, or a connection of it, before this transaction ends. Registrations go on: they
 * only refer to it.
 * @returns null when it was deleted
 */
export async function lockPortal(tx: Transaction, id: string): Promise<Portal | null> {
  await tx.$queryRaw`SELECT 1 FROM portals WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return await tx.portal.findUnique({ where: { id } });
}
