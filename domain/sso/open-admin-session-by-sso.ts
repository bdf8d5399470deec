import { type AdminSsoIdentity, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import type { Held } from '../developers/log-in.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { logInDevice } from '../log-ins/log-in-device.ts';
import { isTold, notedLogIn, ringIfTold } from '../log-ins/noted-log-in.ts';
import type { InstallationConnection } from '../sso-connections/connection.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { type SsoSession, sealIdToken } from './open-session.ts';
import { SsoRefusal } from './refusal.ts';
import { type LogIn, withdrawIfLoggedOut } from './withdraw-session.ts';

type Entry = {
  identity: Pick<AdminSsoIdentity, 'id' | 'adminId'>;
  connection: InstallationConnection;
  /** What the provider sent. It is shown, and decides nothing. */
  email: string | null;
  sid: string | null;
  idToken: string;
  /** True if the admin logged in anew to confirm something. */
  isProof: boolean;
  logIn: LogIn;
};

/**
 * Counts as both factors, so it asks for no second one. It confirms doors only as far as the provider tells when the person last
 * logged in there. One statement, so the checks and the insert cannot race.
 */
export async function openAdminSessionBySso(app: App, entry: Entry, held: Held, client: Client): Promise<SsoSession> {
  const { identity, connection, email, sid, idToken, isProof, logIn } = entry;
  const at = { portal: null, connectionId: connection.id };
  const token = newSecret();
  const sealedIdToken = sealIdToken(app, identity.id, idToken);
  const device = logInDevice(app, held, null, client);
  const [session] = await app.prisma.$queryRaw<{ expiresAt: Date; isTold: boolean }[]>`
    WITH entry AS (
      SELECT identity.id, admin.id AS admin_id, admin.email, connection.id AS connection_id, NULL::uuid AS portal_id,
        ${newId()}::uuid AS event_id, ${newId()}::uuid AS session_id
      FROM admin_sso_identities identity JOIN admins admin ON admin.id = identity.admin_id
        JOIN sso_connections connection ON connection.id = ${connection.id}::uuid
      WHERE identity.id = ${identity.id}::uuid AND identity.issuer = connection.issuer AND connection.enabled
        AND connection.portal_id IS NULL
      FOR SHARE OF connection FOR NO KEY UPDATE OF admin, identity
    ),
    seen AS (
      UPDATE admin_sso_identities SET last_log_in_at = now(), email = COALESCE(${email}, admin_sso_identities.email)
      FROM entry WHERE admin_sso_identities.id = entry.id
    ),
    event AS (${sessionOpened(app)}),
    opened AS (SELECT admin_id AS id, portal_id, event_id FROM entry),
    ${notedLogIn('admins', device)}
    INSERT INTO admin_sessions (id, hash, admin_id, user_agent, address, created_at, last_seen_at, expires_at, method, confirmed_at,
      connection_id, identity_id, provider_sid, sealed_id_token)
    SELECT session_id, ${hashSecret(token)}, admin_id, ${client.userAgent}, ${client.ip}, now(), now(),
      ${fromNow(app.settings.adminSessionTtl)}, 'SSO',
      CASE WHEN ${isProof} THEN now() ELSE LEAST(now(), COALESCE(${logIn.authenticatedAt}::timestamptz, to_timestamp(0))) END,
      connection_id, id, ${sid}, ${sealedIdToken}
    FROM entry, end_oldest_admin_sessions(admin_id, (SELECT admin_session_limit - 1 FROM installation), ${app.settings.adminSessionIdle}::float8)
    RETURNING expires_at AS "expiresAt", ${isTold}`;
  if (!session)
    throw new SsoRefusal('OFF', at, 'The admin, the account or the connection was removed or turned off meanwhile.');
  ringIfTold(app, app.prisma, session.isTold);
  const { expiresAt } = session;
  if (!(await withdrawIfLoggedOut(app, 'ADMIN', { token }, logIn))) return { token, expiresAt, device: device.secret };
  throw new SsoRefusal('EXPIRED', at, 'The person was logged out at the provider in the meantime.');
}

const sessionOpened = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`entry`, {
    type: 'session.opened',
    actor: { kind: 'ADMIN', id: Prisma.sql`admin_id`, name: Prisma.sql`email` },
    subject: { kind: 'ADMIN', id: Prisma.sql`admin_id` },
    data: { sessionId: Prisma.sql`session_id`, connectionId: Prisma.sql`connection_id`, method: Prisma.sql`'SSO'` },
  });
