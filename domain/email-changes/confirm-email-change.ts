import type { Developer, Token } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { InvalidToken, NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import { endLinks } from '../tokens/end-links.ts';
import { findToken } from '../tokens/find-token.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import { type MovedAddress, moveAddress } from './move-address.ts';

/** @limit Time in which an email change can be undone, and the old email address is reserved. Beyond: InvalidToken. */
export const UNDO_TTL = 72 * 3_600_000;

const PURPOSE = 'UNDO_EMAIL_CHANGE';

type WhoIsHere = (portal: string) => Promise<Pick<Developer, 'id'> | null>;

export async function confirmEmailChange(app: App, input: { token: string }, whoIsHere: WhoIsHere): Promise<MovedAddress> {
  const found = await findToken(app, input.token, 'CONFIRM_EMAIL_CHANGE');
  if (!found) throw new InvalidToken();
  const here = await whoIsHere(found.developer.portal.slug);
  if (here && here.id !== found.developer.id) throw new NotAllowed('OTHER_ACCOUNT');
  return await moveAddress(app, input.token, 'CONFIRM_EMAIL_CHANGE', (tx, before, link) => announceMove(app, tx, before, link));
}

/** `by` is the link that changed the email address. The mail names the client that asked for it. */
export async function announceMove(app: App, tx: Transaction, before: Developer, by: Token | null): Promise<void> {
  const { id: developerId, portalId, email, typedEmail } = before;
  await endLinks(tx, developerId);
  const id = newId();
  const hash = hashSecret(mailedToken(app.keys, PURPOSE, id));
  const { requestedAt = null, requestedAddress = null, requestedUserAgent = null } = by ?? {};
  await tx.$executeRaw`
    INSERT INTO tokens (id, purpose, hash, developer_id, email, typed_email, expires_at,
      requested_at, requested_address, requested_user_agent)
    VALUES (${id}::uuid, ${PURPOSE}::"TokenPurpose", ${hash}, ${developerId}::uuid, ${email}, ${typedEmail}, ${fromNow(UNDO_TTL)},
      ${requestedAt}::timestamptz, ${requestedAddress}, ${requestedUserAgent})`;
  await record(tx, {
    type: 'developer.email-changed',
    portalId: portalId,
    actor: byDeveloper(developerId),
    subject: { kind: 'DEVELOPER', id: developerId },
    data: {},
  });
  await addJob(tx, 'sendEmailChangedEmail', portalId, { tokenId: id, developerId });
}
