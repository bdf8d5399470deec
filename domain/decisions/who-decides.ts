import { readApiToken } from '../api-tokens/find-api-token.ts';
import type { Caller } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';

/** Who signed something earlier, with the rights of this moment. Null if the admin was removed, or the token has ended. */
export async function whoDecides(
  tx: Transaction,
  { adminId, apiTokenId }: { adminId: string | null; apiTokenId: string | null },
): Promise<Caller | null> {
  if (apiTokenId) return await readApiToken(tx, apiTokenId);
  return adminId ? await tx.admin.findUnique({ where: { id: adminId }, include: { roles: true } }) : null;
}
