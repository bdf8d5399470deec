import type { Developer } from '../../prisma/generated/client/client.ts';
import { developerColumns } from '../columns.ts';
import type { Transaction } from '../transaction.ts';

/** Also protects the rows that belong to the developer. Returns null if the developer was deleted. */
export async function lockDeveloper(tx: Transaction, id: string): Promise<Developer | null> {
  const [locked] = await tx.$queryRaw<Developer[]>`
    SELECT ${developerColumns} FROM developers developer WHERE id = ${id}::uuid FOR UPDATE`;
  return locked ?? null;
}
