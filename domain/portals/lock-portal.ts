import type { Portal } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** Registrations can go on, because they only refer to the portal. Returns null if it was deleted. */
export async function lockPortal(tx: Transaction, id: string): Promise<Portal | null> {
  await tx.$queryRaw`SELECT 1 FROM portals WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return await tx.portal.findUnique({ where: { id } });
}
