import { Prisma } from '../../prisma/generated/client/client.ts';
import { isReserved } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { ago, fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { latestForm } from './latest-form.ts';

const KNOWN = Prisma.sql`known`;

/** @limit reminders: Reminders that one sweep writes. Beyond: The next sweep goes on. */
export const MOST_AT_ONCE = 100;

const reminders = jobsFrom(Prisma.sql`mailed`, 'sendVerificationReminderEmail', {
  tokenId: Prisma.sql`token_id`,
  developerId: Prisma.sql`developer_id`,
});

/**
 * One reminder for each registration. Leaves out portals that want no new registrations with a password, and reserved email
 * addresses, because the link would not work. Older registrations are removed without a reminder.
 */
export async function remindUnverified(app: App): Promise<number> {
  const { unverifiedReminder, unverifiedTtl, verificationTtl } = app.settings;
  if (unverifiedReminder === null) return 0;
  const links = Array.from({ length: MOST_AT_ONCE }, newId);
  const hashes = links.map((id) => hashSecret(mailedToken(app.keys, 'VERIFY_EMAIL', id)));
  const [{ count }] = await app.prisma.$queryRaw<[{ count: number }]>`
    WITH due AS MATERIALIZED (
      SELECT known.id FROM developers known JOIN portals portal ON portal.id = known.portal_id
      WHERE known.email_verified_at IS NULL AND known.reminded_at IS NULL
        AND known.asked_at <= ${ago(unverifiedReminder)} AND known.asked_at > ${ago(unverifiedTtl)}
        AND portal.registration_open AND portal.password_login AND NOT ${isReserved(KNOWN)}
      ORDER BY known.asked_at LIMIT ${MOST_AT_ONCE} FOR UPDATE OF known SKIP LOCKED
    ),
    known AS (
      UPDATE developers SET reminded_at = now() FROM due WHERE developers.id = due.id RETURNING developers.id, portal_id
    ),
    reminded AS MATERIALIZED (SELECT *, row_number() OVER () AS n, ${latestForm(KNOWN)} AS form FROM known),
    without_kept AS (DELETE FROM tokens USING reminded WHERE developer_id = reminded.id AND is_kept),
    linked AS (
      INSERT INTO tokens (id, purpose, hash, developer_id, form, expires_at)
      SELECT (${links}::uuid[])[n], 'VERIFY_EMAIL', (${hashes}::bytea[])[n], id, form, ${fromNow(verificationTtl)} FROM reminded
    ),
    mailed AS (
      SELECT (${links.map(newId)}::uuid[])[n] AS job_id, portal_id, id AS developer_id, (${links}::uuid[])[n] AS token_id FROM reminded
    ),
    mails AS (${reminders})
    SELECT count(*)::int FROM reminded`;
  if (count > 0) app.ring(['MAILS']);
  return count;
}
