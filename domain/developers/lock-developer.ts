import type { Developer } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Locks and reads a developer: nobody else changes it, or what belongs to it, until the transaction ends.
 * @returns null if it was deleted
 */
export async function lockDeveloper(tx: Transaction, id: string): Promise<Developer | null> {
  await tx.$queryRaw`SELECT 1 FROM developers WHERE id = ${id}::uuid FOR UPDATE`;
  return await tx.developer.findUnique({ where: { id } });
}
