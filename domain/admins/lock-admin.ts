import type { Transaction } from '../transaction.ts';

export async function lockAdmin(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM admins WHERE id = ${id}::uuid FOR UPDATE`;
}
