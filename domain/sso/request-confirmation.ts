import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Address } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { takeFromMailBound } from '../developers/mail-bound.ts';
import { newId } from '../ids.ts';
import type { JobName } from '../jobs/jobs.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { holdConnection } from './hold-connection.ts';
import type { Person } from './person.ts';

const MAIL: JobName = 'sendSsoConfirmationEmail';

/**
 * Mails a link to the address that a provider named. Whoever reads it confirms that the account at the provider is theirs. One
 * statement, the same for every address, within its allowance; only the reader of the mail learns what it says.
 * @throws ConnectionChanged
 */
export async function requestConfirmation(
  app: App,
  connection: ConnectionAtPortal,
  { issuer, subject, fullName, groups, isVouchedFor }: Person,
  { canonical, typed }: Address,
): Promise<void> {
  const { id: connectionId, portalId } = connection;
  const now = new Date();
  const [confirmationId, jobId] = [newId(), newId()];
  const hash = hashSecret(mailedToken(app.keys, 'CONFIRM_SSO', confirmationId));
  const expiresAt = new Date(now.getTime() + app.settings.verificationTtl);
  const named = fullName ?? canonical.slice(0, canonical.lastIndexOf('@'));
  await transaction(app, async (tx) => {
    await holdConnection(tx, connection);
    const jobs = await tx.$queryRaw<{ id: string }[]>`
      WITH wanted AS (SELECT ${portalId}::uuid AS portal_id, ${canonical} AS email, 'SSO' AS kind),
      allowed AS (${takeFromMailBound(Prisma.sql`wanted`, now)}),
      confirmation AS (
        INSERT INTO sso_confirmations
          (id, hash, connection_id, issuer, subject, email, typed_email, is_vouched_for, full_name, groups, developer_id, expires_at)
        SELECT ${confirmationId}::uuid, ${hash}::bytea, ${connectionId}::uuid, ${issuer}, ${subject}, ${canonical}, ${typed},
          ${isVouchedFor}, ${named}, ${groups ?? []}::text[],
          (SELECT id FROM developers WHERE portal_id = ${portalId}::uuid AND email = ${canonical} AND email_verified_at IS NOT NULL),
          ${expiresAt}::timestamptz
        FROM allowed
      )
      INSERT INTO jobs (id, queue, portal_id, name, payload)
      SELECT ${jobId}::uuid, 'MAILS', ${portalId}::uuid, ${MAIL}, jsonb_build_object('confirmationId', ${confirmationId}::text)
      FROM allowed RETURNING id`;
    tx.added.push(...jobs.map(({ id }) => ({ id, queue: 'MAILS', attempt: 0 }) as const));
  });
}
