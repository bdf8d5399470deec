import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { addJob } from '../jobs/jobs.ts';
import { password } from '../passwords/check-password.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { checkOwnPassword } from './check-own-password.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { lockDeveloper } from './lock-developer.ts';
import { takeFromMailBound } from './mail-bound.ts';

/** How long the link that confirms a new address is valid. */
export const EMAIL_CHANGE_TTL = 24 * 3_600_000;

const PURPOSE = 'CONFIRM_EMAIL_CHANGE';

const requestInput = z.object({ email: address, password: password.nullish() });

/**
 * Mails a link to the new address that confirms it; nothing changes before that. Whether the address is free is checked only
 * when the mail is written, so that the answer and its time are the same for every address. The new address gets at most as
 * many mails as a stranger can cause.
 * @param origin where the client is
 * @returns the canonical form of the new address
 * @throws NotAllowed without a developer, InvalidInput, InvalidCredentials, TooManyAttempts
 */
export async function requestEmailChange(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof requestInput>,
  origin: { address: string },
): Promise<{ email: string }> {
  if (!developer) throw new NotAllowed();
  const wanted = parseInput(requestInput, input);
  const { canonical, typed } = wanted.email;
  if (canonical === developer.email) {
    throw new InvalidInput([{ path: ['email'], code: 'UNCHANGED', message: 'This is the address you have.' }]);
  }
  await checkOwnPassword(app, developer, wanted.password ?? null, origin);

  const { id, portalId } = developer;
  await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    if (locked?.status !== 'APPROVED' || locked.passwordHash !== developer.passwordHash) throw new NotAllowed();
    if (!(await takeOne(tx, portalId, canonical))) return;
    const tokenId = newId();
    const hash = hashSecret(mailedToken(app.keys, PURPOSE, tokenId));
    const expiresAt = new Date(Date.now() + EMAIL_CHANGE_TTL);
    await tx.token.create({
      data: { id: tokenId, purpose: PURPOSE, hash, developerId: id, email: canonical, typedEmail: typed, expiresAt },
    });
    await addJob(tx, 'sendConfirmEmailChangeEmail', portalId, { tokenId });
  });
  return { email: canonical };
}

/** Takes one mail from the allowance of an address. @returns whether there was one */
async function takeOne(tx: Transaction, portalId: string, email: string): Promise<boolean> {
  const taken = await tx.$queryRaw<unknown[]>`
    WITH wanted AS (SELECT ${portalId}::uuid AS portal_id, ${email} AS email, 'EMAIL_CHANGE' AS kind)
    ${takeFromMailBound(Prisma.sql`wanted`, new Date())}`;
  return taken.length > 0;
}
