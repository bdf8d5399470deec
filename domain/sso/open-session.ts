import { Prisma, type SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { toldBySession, untilEvaluated } from '../decisions/tell-status.ts';
import type { Held } from '../developers/log-in.ts';
import { whyNotLogIn } from '../developers/why-not-log-in.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { logInDevice } from '../log-ins/log-in-device.ts';
import { isTold, notedLogIn, type Opening, ringIfTold } from '../log-ins/noted-log-in.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { idTokenPlace, seal } from '../tokens/seal.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { SsoRefusal } from './refusal.ts';
import { type LogIn, withdrawIfLoggedOut } from './withdraw-session.ts';

/** The device secret tells the device again at the next log-in. */
export type SsoSession = { token: string; expiresAt: Date; device: string };

/** `deletionDueAt` is set if the account is going to be deleted. */
type OwnSsoSession = SsoSession & { deletionDueAt: Date | null };

export type Entry = {
  identity: Pick<SsoIdentity, 'id' | 'developerId'>;
  connection: ConnectionAtPortal;
  sid: string | null;
  idToken: string;
  /** True if the person logged in anew instead of giving a password. */
  isProof: boolean;
  logIn: LogIn;
};

// A provider may put any number of groups into an ID token.
/** @limit bytes: ID token that is stored with a session. Beyond: It is not stored, so the log-out URL has no hint. */
export const LONGEST_ID_TOKEN = 8 * 1024;

/** Null if the token is too large. The log-out then has no hint. */
export const sealIdToken = ({ keys }: App, identityId: string, idToken: string): Uint8Array<ArrayBuffer> | null =>
  idToken.length > LONGEST_ID_TOKEN ? null : seal(keys, idTokenPlace(identityId), idToken);

export async function openSession(app: App, entry: Entry, held: Held, client: Client): Promise<OwnSsoSession> {
  const { identity, connection, sid, idToken, isProof, logIn } = entry;
  const sealedIdToken = sealIdToken(app, identity.id, idToken);
  const fresh = { identity, connectionId: connection.id, portalId: connection.portal.id, sid, sealedIdToken, isProof };
  const insert = () => insertSession(app, app.prisma, fresh, held, client);
  const session = (await insert()) ?? (await afterStatus(app, entry, insert));
  if (!(await withdrawIfLoggedOut(app, 'DEVELOPER', session, logIn))) return session;
  const at = { portal: connection.portal, connectionId: connection.id, developerId: identity.developerId };
  throw new SsoRefusal('EXPIRED', at, 'The person was logged out at the provider in the meantime.');
}

/** Tries once more if the developer was approved just now. */
export async function afterStatus<Result>(
  app: App,
  { identity: { developerId }, connection }: Pick<Entry, 'identity' | 'connection'>,
  again: () => Promise<Result | null>,
): Promise<Result> {
  const at = { portal: connection.portal, connectionId: connection.id, developerId };
  await untilEvaluated(app, developerId);
  const refusal = await whyNotLogIn(app, developerId);
  if (refusal) throw new SsoRefusal(refusal.status, at, `The registration is ${refusal.status}.`, refusal.statusToken);
  const result = await again();
  if (!result) throw new SsoRefusal('OFF', at, 'The account or the connection was deleted in the meantime.');
  return result;
}

export type Fresh = {
  identity: Pick<SsoIdentity, 'id'>;
  connectionId: string;
  portalId: string;
  sid: string | null;
  sealedIdToken: Uint8Array<ArrayBuffer> | null;
  isProof: boolean;
};

/**
 * One statement, so the checks and the insert cannot race.
 * @param database a transaction if a code is used up for this session
 * @returns null if a check fails
 */
export async function insertSession(
  app: App,
  database: Opening,
  { identity, connectionId, portalId, sid, sealedIdToken, isProof }: Fresh,
  held: Held,
  client: Client,
): Promise<OwnSsoSession | null> {
  const token = newSecret();
  const device = logInDevice(app, held, null, client);
  const [session] = await database.$queryRaw<{ expiresAt: Date; deletionDueAt: Date | null; isTold: boolean }[]>`
    WITH entry AS (
      SELECT identity.id, developer.id AS developer_id, connection.id AS connection_id, developer.portal_id, deletion_due_at,
        ${newId()}::uuid AS event_id, ${newId()}::uuid AS session_id
      FROM sso_identities identity JOIN developers developer ON developer.id = identity.developer_id
        JOIN sso_connections connection ON connection.id = ${connectionId}::uuid
      WHERE identity.id = ${identity.id}::uuid AND developer.status = 'APPROVED' AND connection.enabled
      FOR SHARE OF connection FOR NO KEY UPDATE OF developer, identity
    ),
    seen AS (UPDATE sso_identities SET last_log_in_at = now() FROM entry WHERE sso_identities.id = entry.id),
    told AS (${toldBySession(Prisma.sql`(SELECT developer_id AS id FROM entry)`)}),
    event AS (${sessionOpened(app)}),
    opened AS (SELECT developer_id AS id, portal_id, event_id FROM entry),
    ${notedLogIn({ portalId }, device)}
    INSERT INTO sessions (id, hash, developer_id, user_agent, address, created_at, last_seen_at, expires_at,
      method, connection_id, identity_id, provider_sid, sealed_id_token, sso_proved_at)
    SELECT session_id, ${hashSecret(token)}, developer_id, ${client.userAgent}, ${client.ip},
      now(), now(), ${fromNow(app.settings.sessionTtl)}, 'SSO', connection_id, id, ${sid}, ${sealedIdToken},
      CASE WHEN ${isProof} THEN now() END
    FROM entry, end_oldest_sessions(developer_id, (SELECT session_limit - 1 FROM portals WHERE portals.id = entry.portal_id), ${app.settings.sessionIdle}::float8)
    RETURNING expires_at AS "expiresAt", (SELECT deletion_due_at FROM entry) AS "deletionDueAt", ${isTold}`;
  if (!session) return null;
  ringIfTold(app, database, session.isTold);
  const { expiresAt, deletionDueAt } = session;
  return { token, expiresAt, device: device.secret, deletionDueAt };
}

const sessionOpened = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`entry`, {
    type: 'session.opened',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    data: { sessionId: Prisma.sql`session_id`, connectionId: Prisma.sql`connection_id`, method: Prisma.sql`'SSO'` },
  });
