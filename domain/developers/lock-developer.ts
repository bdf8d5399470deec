import type { Developer } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** Also protects the rows that belong to the developer. Returns null if the developer was deleted. */
export async function lockDeveloper(tx: Transaction, id: string): Promise<Developer | null> {
  await tx.$queryRaw`SELECT 1 FROM developers WHERE id = ${id}::uuid FOR UPDATE`;
  return await tx.developer.findUnique({ where: { id } });
}
