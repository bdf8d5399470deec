import type { App } from '../app.ts';
import { endSsoCodes, endSsoLinks } from '../tokens/end-links.ts';
import { type MovedAddress, moveAddress } from './move-address.ts';

/**
 * Gives a developer the address back that they had before a change. Ends all sessions and all other links, among them those
 * that undo later changes, and unlinks accounts at providers that were linked since: an intruder may hold all of these. Links
 * that undo earlier changes stay, as they may belong to the owner.
 * @throws InvalidToken
 */
export async function undoEmailChange(app: App, input: { token: string }): Promise<MovedAddress> {
  return await moveAddress(app, input.token, 'UNDO_EMAIL_CHANGE', async (tx, { id: developerId }, link) => {
    // Ids sort by time.
    const earlier = { purpose: 'UNDO_EMAIL_CHANGE', id: { lt: link.id } } as const;
    await tx.token.deleteMany({ where: { developerId, NOT: earlier } });
    await endSsoLinks(tx, developerId);
    await endSsoCodes(tx, developerId);
    await tx.ssoIdentity.deleteMany({ where: { developerId, id: { gt: link.id } } });
    await tx.session.deleteMany({ where: { developerId } });
  });
}
