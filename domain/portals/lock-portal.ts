import type { Portal } from '../../prisma/generated/client/client.ts';
import { portalColumns } from '../columns.ts';
import type { Transaction } from '../transaction.ts';

/** Registrations can go on, because they only refer to the portal. Returns null if it was deleted. */
export async function lockPortal(tx: Transaction, id: string): Promise<Portal | null> {
  const [locked] = await tx.$queryRaw<Portal[]>`
    SELECT ${portalColumns} FROM portals portal WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return locked ?? null;
}
