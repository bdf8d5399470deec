import type { Developer } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Reads a developer so that nobody else changes it before this transaction ends: what is read after it stays true.
 * @returns null when it was deleted
 */
export async function lockDeveloper(tx: Transaction, id: string): Promise<Developer | null> {
  await tx.$queryRaw`SELECT 1 FROM developers WHERE id = ${id}::uuid FOR UPDATE`;
  return await tx.developer.findUnique({ where: { id } });
}
