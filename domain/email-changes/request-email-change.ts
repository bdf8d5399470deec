import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { checkOwnPassword } from '../developers/check-own-password.ts';
import type { LoggedInDeveloper } from '../developers/find-session.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { boundsOf } from '../mail-allowance/bounds.ts';
import { password } from '../passwords/check-password.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';

/** @limit Lifetime of a link that confirms a new email address. Beyond: InvalidToken. */
export const EMAIL_CHANGE_TTL = 24 * 3_600_000;

const PURPOSE = 'CONFIRM_EMAIL_CHANGE';

const requestInput = z.object({ email: address, password: password.nullish() });

/** Looks the new email address up only when the mail is written, so that the answer and its time are the same for all. */
export async function requestEmailChange(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof requestInput>,
  client: Client,
): Promise<{ email: string }> {
  if (!developer) throw new NotAllowed();
  const wanted = parseInput(requestInput, input);
  const { canonical, typed } = wanted.email;
  if (canonical === developer.email) {
    throw new InvalidInput([{ path: ['email'], code: 'UNCHANGED', message: 'This is already your email address.' }]);
  }
  await checkOwnPassword(app, developer, wanted.password ?? null, client);

  const { id, portalId } = developer;
  await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    if (locked?.status !== 'APPROVED' || locked.passwordHash !== developer.passwordHash) throw new NotAllowed();
    const tokenId = newId();
    const hash = hashSecret(mailedToken(app.keys, PURPOSE, tokenId));
    await tx.$executeRaw`
      INSERT INTO tokens (id, purpose, hash, developer_id, email, typed_email, expires_at, requested_at, requested_address, requested_user_agent)
      VALUES (${tokenId}::uuid, ${PURPOSE}::"TokenPurpose", ${hash}::bytea, ${id}::uuid, ${canonical}, ${typed}, ${fromNow(EMAIL_CHANGE_TTL)},
        now(), ${client.ip}, ${client.userAgent})`;
    await record(tx, {
      type: 'developer.email-change-requested',
      portalId: portalId,
      actor: byDeveloper(id),
      subject: { kind: 'DEVELOPER', id: id },
      data: {},
    });
    const bounds = boundsOf(app, portalId, canonical, { ip: client.ip, developerId: id });
    await addJob(tx, 'sendConfirmEmailChangeEmail', portalId, { tokenId, developerId: id, bounds });
  });
  return { email: canonical };
}
