import type { Transaction } from '../transaction.ts';

/** Keeps everybody else from changing an admin, also by another link or session, before this transaction ends. */
export async function lockAdmin(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM admins WHERE id = ${id}::uuid FOR UPDATE`;
}
