import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/jobs.ts';
import { endLinks } from '../tokens/end-links.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import { type MovedAddress, moveAddress } from './move-address.ts';

/** How long a change of address can be undone, and the address that was left is reserved. */
export const UNDO_TTL = 72 * 3_600_000;

const PURPOSE = 'UNDO_EMAIL_CHANGE';

/**
 * Changes the address of a developer to the one that the link was mailed to. The old address gets a mail with a link that
 * undoes the change. Links that were mailed to it before end; sessions go on.
 * @throws InvalidToken, also if somebody else has the address by now
 */
export async function confirmEmailChange(app: App, input: { token: string }): Promise<MovedAddress> {
  return await moveAddress(app, input.token, 'CONFIRM_EMAIL_CHANGE', (tx, before) => announceMove(app, tx, before));
}

/** Ends the links that were mailed to the old address of a developer, and mails it a link that undoes the change. */
export async function announceMove(app: App, tx: Transaction, before: Developer): Promise<void> {
  const { id: developerId, portalId, email, typedEmail } = before;
  await endLinks(tx, developerId);
  const id = newId();
  const hash = hashSecret(mailedToken(app.keys, PURPOSE, id));
  const expiresAt = new Date(Date.now() + UNDO_TTL);
  await tx.token.create({ data: { id, purpose: PURPOSE, hash, developerId, email, typedEmail, expiresAt } });
  await addJob(tx, 'sendEmailChangedEmail', portalId, { tokenId: id });
}
