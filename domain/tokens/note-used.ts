import type { LinkKind } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

type UsedLink = { hash: Uint8Array<ArrayBuffer>; purpose: LinkKind };

/**
 * Notes that a mailed link did its work, so that its page can say so for a day. Call it before the row of the link is deleted: the
 * trigger that notes any other end leaves this note alone.
 * @param portalId null for a link of an admin
 */
export async function noteUsed(tx: Transaction, { hash, purpose: kind }: UsedLink, portalId: string | null): Promise<void> {
  await tx.endedLink.createMany({ data: { hash, kind, reason: 'USED', portalId }, skipDuplicates: true });
}
