import type { LinkKind } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

type UsedLink = { hash: Uint8Array<ArrayBuffer>; purpose: LinkKind };

/** Call it before the link's row is deleted. The trigger that notes other ends does not overwrite this note. */
export async function noteUsed(tx: Transaction, { hash, purpose: kind }: UsedLink, portalId: string | null): Promise<void> {
  await tx.endedLink.createMany({ data: { hash, kind, reason: 'USED', portalId }, skipDuplicates: true });
}
