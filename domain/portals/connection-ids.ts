import type { Transaction } from '../transaction.ts';

/** The connections that the approval rules of a portal can name. */
export async function connectionIdsOf(db: Pick<Transaction, 'ssoConnection'>, portalId: string): Promise<string[]> {
  const connections = await db.ssoConnection.findMany({ where: { portalId }, select: { id: true } });
  return connections.map(({ id }) => id);
}
