import { Prisma } from '../../prisma/generated/client/client.ts';
import { isReserved } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { ago, fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { latestForm } from './latest-form.ts';

const PURPOSE = 'VERIFY_EMAIL';
const KNOWN = Prisma.sql`known`;

/** @limit reminders: Reminders that one sweep writes. Beyond: The next sweep goes on. */
export const MOST_AT_ONCE = 100;

type Reminded = { id: string; portalId: string; form: string | null };

/**
 * One reminder for each registration. Leaves out portals that want no new registrations with a password, and reserved email
 * addresses, because the link would not work.
 */
export async function remindUnverified(app: App): Promise<number> {
  const { unverifiedReminder, unverifiedTtl, verificationTtl } = app.settings;
  if (unverifiedReminder === null) return 0;
  return await transaction(app, async (tx) => {
    const reminded = await markReminded(tx, unverifiedReminder, unverifiedTtl);
    for (const { id, portalId, form } of reminded) {
      const tokenId = newId();
      const hash = hashSecret(mailedToken(app.keys, PURPOSE, tokenId));
      await tx.$executeRaw`
        INSERT INTO tokens (id, purpose, hash, developer_id, form, expires_at)
        VALUES (${tokenId}::uuid, ${PURPOSE}::"TokenPurpose", ${hash}::bytea, ${id}::uuid, ${form}::jsonb, ${fromNow(verificationTtl)})`;
      await tx.token.deleteMany({ where: { developerId: id, isKept: true } });
      await addJob(tx, 'sendVerificationReminderEmail', portalId, { tokenId });
    }
    return reminded.length;
  });
}

/** In milliseconds since the last request for a link. Older registrations are removed without a reminder. */
async function markReminded(tx: Transaction, atLeast: number, lessThan: number): Promise<Reminded[]> {
  return await tx.$queryRaw<Reminded[]>`
    WITH due AS (
      SELECT known.id FROM developers known JOIN portals portal ON portal.id = known.portal_id
      WHERE known.email_verified_at IS NULL AND known.reminded_at IS NULL
        AND known.asked_at <= ${ago(atLeast)} AND known.asked_at > ${ago(lessThan)}
        AND portal.registration_open AND portal.password_login AND NOT ${isReserved(KNOWN)}
      ORDER BY known.asked_at LIMIT ${MOST_AT_ONCE} FOR UPDATE OF known SKIP LOCKED
    )
    UPDATE developers known SET reminded_at = now() FROM due WHERE known.id = due.id
    RETURNING known.id, known.portal_id AS "portalId", ${latestForm(KNOWN)}::text AS form`;
}
