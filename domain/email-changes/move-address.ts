import type { Developer, Portal, Token } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import { findReservation } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { InvalidToken } from '../errors.ts';
import { takeInvitations } from '../invitations/take-invitation.ts';
import { forgetState } from '../mail-states/clear.ts';
import { findToken, readToken } from '../tokens/find-token.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { type Transaction, transaction } from '../transaction.ts';

/**
 * A sign-up can take the email address between the delete and the update.
 * @limit attempts: Attempts to change an email address while sign-ups take it. Beyond: InvalidToken.
 */
export const MOST_TRIES = 3;

type Purpose = 'CONFIRM_EMAIL_CHANGE' | 'UNDO_EMAIL_CHANGE';

export type MovedAddress = { developerId: string; email: string; portal: Portal };

/** Runs in the same transaction. `before` is the developer before the change. */
type Rest = (tx: Transaction, before: Developer, link: Token) => Promise<void>;

/** Deletes an unverified registration of the email address. The unique key decides between parallel calls. */
export async function moveAddress(app: App, secret: string, purpose: Purpose, rest: Rest): Promise<MovedAddress> {
  const found = await findToken(app, secret, purpose);
  if (!found) throw new InvalidToken();
  const { id, portal } = found.developer;
  const move = (tx: Transaction) => moveOnce(tx, id, { secret, purpose }, rest);
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    try {
      return { developerId: id, email: await transaction(app, move), portal };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new InvalidToken();
}

async function moveOnce(tx: Transaction, id: string, by: { secret: string; purpose: Purpose }, rest: Rest): Promise<string> {
  const before = await lockDeveloper(tx, id);
  const link = await readToken(tx, by.secret, by.purpose);
  if (!before || !link?.email || !link.typedEmail) throw new InvalidToken();
  const { hash, email, typedEmail } = link;
  await takeAddress(tx, before, { email, typedEmail });
  await noteUsed(tx, { hash, purpose: by.purpose }, before.portalId);
  await rest(tx, before, link);
  return email;
}

/** The developer must be locked. */
export async function takeAddress(
  tx: Transaction,
  { id, portalId }: Developer,
  { email, typedEmail }: { email: string; typedEmail: string },
): Promise<void> {
  await tx.developer.deleteMany({ where: { portalId, email, emailVerifiedAt: null } });
  const after = await tx.developer.update({ where: { id }, data: { email, typedEmail } });
  if (await findReservation(tx, after)) throw new InvalidToken();
  await forgetState(tx, id);
  // The person has proved the address. An invitation of it would otherwise open a second account once this one moves on or is revoked.
  await takeInvitations(tx, id, { keepsLinks: false });
}
