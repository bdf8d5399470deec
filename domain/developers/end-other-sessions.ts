import { endSsoCodes } from '../tokens/end-links.ts';
import type { Transaction } from '../transaction.ts';

/** Also ends codes that could still open a session. @param keptId null to end all sessions */
export async function endOtherSessions(tx: Transaction, developerId: string, keptId: string | null): Promise<number> {
  await endSsoCodes(tx, developerId);
  const { count } = await tx.session.deleteMany({ where: { developerId, ...(keptId !== null && { NOT: { id: keptId } }) } });
  return count;
}
