import type { Transaction } from '../transaction.ts';

/** Locks an admin until the transaction ends: nobody else can change it, by another link or session either. */
export async function lockAdmin(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM admins WHERE id = ${id}::uuid FOR UPDATE`;
}
