import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/jobs.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { knownForm } from './known-form.ts';
import { isReserved } from './reserved-address.ts';
import { signUpForm } from './sign-up-form.ts';

const PURPOSE = 'VERIFY_EMAIL';

/** How many reminders one call writes; the next sweep goes on. */
const MOST_AT_ONCE = 100;

type Reminded = { id: string; portalId: string; form: unknown };

/**
 * Mails another verification link to registrations that were never verified, once for each registration; a later sign-up brings
 * no second reminder. Leaves out portals whose registration is closed or that take no passwords, as they want nobody new in
 * this way, and reserved addresses, as the link would not work. The update that marks them decides between workers.
 * @returns how many were reminded
 */
export async function remindUnverified(app: App): Promise<number> {
  const { unverifiedReminder, unverifiedTtl, verificationTtl } = app.settings;
  if (unverifiedReminder === null) return 0;
  const now = Date.now();
  const expiresAt = new Date(now + verificationTtl);
  return await transaction(app, async (tx) => {
    const reminded = await markReminded(tx, new Date(now - unverifiedReminder), new Date(now - unverifiedTtl));
    for (const { id, portalId, form } of reminded) {
      const tokenId = newId();
      const hash = hashSecret(mailedToken(app.keys, PURPOSE, tokenId));
      const carried = form ? signUpForm.parse(form) : Prisma.DbNull;
      await tx.token.create({ data: { id: tokenId, purpose: PURPOSE, hash, developerId: id, form: carried, expiresAt } });
      await addJob(tx, 'sendVerificationReminderEmail', portalId, { tokenId });
    }
    return reminded.length;
  });
}

/** Marks and returns those that last asked for a link between the two times. Older ones are removed without a reminder. */
async function markReminded(tx: Transaction, latest: Date, earliest: Date): Promise<Reminded[]> {
  return await tx.$queryRaw<Reminded[]>`
    WITH due AS (
      SELECT known.id FROM developers known JOIN portals portal ON portal.id = known.portal_id
      WHERE known.email_verified_at IS NULL AND known.reminded_at IS NULL
        AND known.asked_at <= ${latest}::timestamptz AND known.asked_at > ${earliest}::timestamptz
        AND portal.registration_open AND portal.password_login AND NOT ${isReserved()}
      ORDER BY known.asked_at LIMIT ${MOST_AT_ONCE} FOR UPDATE OF known SKIP LOCKED
    )
    UPDATE developers known SET reminded_at = ${new Date()}::timestamptz FROM due WHERE known.id = due.id
    RETURNING known.id, known.portal_id AS "portalId", ${knownForm} AS form`;
}
