import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Address } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { takeMail } from '../jobs/take-mail.ts';
import { boundsOf } from '../mail-allowance/bounds.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { holdConnection } from './hold-connection.ts';
import type { Person } from './person.ts';

/** Writes the same for every address, so the time does not reveal if the address is known. */
export async function requestConfirmation(
  app: App,
  connection: ConnectionAtPortal,
  { issuer, subject, fullName, groups, isVouchedFor }: Person,
  { canonical, typed }: Address,
  client: Client,
): Promise<void> {
  const { id: connectionId, portalId } = connection;
  const confirmationId = newId();
  const hash = hashSecret(mailedToken(app.keys, 'CONFIRM_SSO', confirmationId));
  const named = fullName ?? canonical.slice(0, canonical.lastIndexOf('@'));
  const bounds = boundsOf(app, portalId, canonical, { ip: client.ip, issuer, subject });
  await transaction(app, async (tx) => {
    await holdConnection(tx, connection);
    await tx.$executeRaw`
      INSERT INTO sso_confirmations
        (id, hash, connection_id, issuer, subject, email, typed_email, is_vouched_for, full_name, groups, expires_at,
          requested_at, requested_address, requested_user_agent)
      VALUES (${confirmationId}::uuid, ${hash}::bytea, ${connectionId}::uuid, ${issuer}, ${subject}, ${canonical}, ${typed},
        ${isVouchedFor}, ${named}, ${groups ?? []}::text[], ${fromNow(app.settings.verificationTtl)},
        now(), ${client.ip}, ${client.userAgent})`;
    await addJob(tx, 'sendSsoConfirmationEmail', portalId, { confirmationId, bounds });
  });
}

/** Also notes which account has the address now. Returns true if the mail may be sent. */
export async function allowConfirmation(
  app: App,
  jobId: string,
  { confirmationId, bounds }: JobPayload<'sendSsoConfirmationEmail'>,
): Promise<boolean> {
  if (!bounds) return true;
  const link = { table: 'sso_confirmations', id: confirmationId } as const;
  return await takeMail(
    app,
    jobId,
    'SSO',
    bounds,
    link,
    Prisma.sql`
      UPDATE sso_confirmations link SET developer_id = known.id
      FROM allowed, sso_connections connection, developers known
      WHERE link.id = ${confirmationId}::uuid AND connection.id = link.connection_id
        AND known.portal_id = connection.portal_id AND known.email = link.email AND known.email_verified_at IS NOT NULL`,
  );
}
