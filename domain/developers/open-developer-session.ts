import { type Developer, type LogInMethod, Prisma, type SecondFactorKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { developerColumns } from '../columns.ts';
import { toldBySession } from '../decisions/tell-status.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { logInDevice } from '../log-ins/log-in-device.ts';
import { isTold, notedLogIn, type Opening, ringIfTold } from '../log-ins/noted-log-in.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import type { Held } from './log-in.ts';

export type LoggedIn = { developer: Developer; token: string; expiresAt: Date };

/** The device secret tells the device again at the next log-in. */
export type NewlyLoggedIn = LoggedIn & { device: string };

export type DeveloperEntry = {
  id: string;
  portalId: string;
  method: Exclude<LogInMethod, 'SSO'>;
  /** The hash of the password that was checked. Null if none was. */
  passwordHash: string | null;
  /** What the developer proved besides. Null if nothing was asked for. */
  secondFactor: SecondFactorKind | null;
  /** Whether this password alone is not enough for a developer who has a second factor. */
  asksSecondFactor: boolean;
  client: Client;
  /** Its session ends. */
  held: Held;
  /** The device secret, if its log-in was noted within a day. */
  notedDevice: string | null;
};

type Opened = { expiresAt: Date; isTold: boolean };

/**
 * One statement, so that the status and the password are still those that were checked, and no second factor was set up meanwhile.
 * @param database a transaction if a proof is used up for this session
 * @returns null if one of them changed
 */
export async function openDeveloperSession(app: App, database: Opening, entry: DeveloperEntry): Promise<NewlyLoggedIn | null> {
  const { id, portalId, method, passwordHash, secondFactor, asksSecondFactor, held, notedDevice } = entry;
  const { ip, userAgent } = entry.client;
  const token = newSecret();
  const device = logInDevice(app, held, notedDevice, entry.client);
  const [found] = await database.$queryRaw<(Developer & Opened)[]>`
    WITH developer AS (
      SELECT * FROM developers
      WHERE id = ${id}::uuid AND status = 'APPROVED' AND (${passwordHash}::text IS NULL OR password_hash = ${passwordHash})
        AND NOT (has_second_factor AND ${asksSecondFactor})
      FOR NO KEY UPDATE
    ),
    session AS (
      INSERT INTO sessions (id, hash, developer_id, user_agent, address, created_at, last_seen_at, expires_at, method, second_factor)
      SELECT ${newId()}::uuid, ${hashSecret(token)}, id, ${userAgent}, ${ip}, now(), now(), ${fromNow(app.settings.sessionTtl)},
        ${method}::"LogInMethod", ${secondFactor}::"SecondFactorKind"
      FROM developer, end_oldest_sessions(id, (SELECT session_limit - 1 FROM portals WHERE portals.id = developer.portal_id), ${app.settings.sessionIdle}::float8)
      RETURNING id, expires_at
    ),
    opened AS (SELECT session.id AS session_id, developer.id, portal_id, ${newId()}::uuid AS event_id FROM session, developer),
    told AS (${toldBySession(Prisma.sql`opened`)}),
    event AS (${sessionOpened(app, entry)}),
    ended AS (
      DELETE FROM sessions USING developer WHERE hash = ${held.token && hashSecret(held.token)}
      RETURNING developer_id, (SELECT portal_id FROM developers WHERE id = developer_id) AS portal_id, ${newId()}::uuid AS event_id
    ),
    replacement AS (${sessionReplaced(app)}),
    ${notedLogIn({ portalId }, device)}
    SELECT ${developerColumns}, session.expires_at AS "expiresAt", ${isTold} FROM developer, session`;
  if (!found) return null;
  const { expiresAt, isTold: rings, ...developer } = found;
  ringIfTold(app, database, rings);
  return { developer, token, expiresAt, device: device.secret };
}

const sessionOpened = ({ origin }: App, { method, secondFactor }: DeveloperEntry): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`opened`, {
    type: 'session.opened',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    data: {
      sessionId: Prisma.sql`session_id`,
      method: Prisma.sql`${method}::text`,
      secondFactor: Prisma.sql`${secondFactor}::text`,
    },
  });

/** The session that the browser had before, perhaps of another account. */
const sessionReplaced = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`ended`, {
    type: 'session.closed',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    data: { sessions: Prisma.sql`1` },
  });
