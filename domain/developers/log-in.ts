import { z } from 'zod';
import { type Developer, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { developerColumns } from '../columns.ts';
import { tellStatus, toldBySession } from '../decisions/tell-status.ts';
import { InvalidCredentials, NotApproved, PasswordLoginOff } from '../errors.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { getPortal } from '../portals/find-portal.ts';
import { OTHER_SESSIONS } from '../session-limit.ts';
import { remembered, secretOf } from '../throttles/known-devices.ts';
import { type Credentials, withGuessLimit } from '../throttles/limit-guesses.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';

const logInInput = z.object({ portal: z.string(), email: address, password });

/** The session and the device secret of the client. */
export type Held = { token: string | null; device: string | null };

export type LoggedIn = { developer: Developer; token: string; expiresAt: Date };

/** The device secret tells the device again at the next log-in. */
export type NewlyLoggedIn = LoggedIn & { device: string };

/** Only the right password shows the status. Ends the `held` session. */
export async function logIn(app: App, input: z.input<typeof logInInput>, held: Held, client: Client): Promise<NewlyLoggedIn> {
  const { portal: slug, email, password } = parseInput(logInInput, input);
  const portal = await getPortal(app, slug);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  const account = { realm: { portalId: portal.id }, email: email.canonical };
  const check = (found: Credentials | null) => checkPassword(found, password, client.ip);
  const { checked, notedDevice } = await withGuessLimit(app, account, held.device, check);
  const session: NewSession = {
    ...checked,
    client,
    portalId: portal.id,
    held: held.token,
    device: notedDevice ?? secretOf(held.device),
    isNoted: notedDevice !== null,
  };
  return (await openSession(app, session)) ?? (await secondAttempt(app, session));
}

type NewSession = Credentials & {
  portalId: string;
  client: Client;
  /** The session that ends. */
  held: string | null;
  device: string;
  /** Whether the log-in of the device was noted within a day. */
  isNoted: boolean;
};

async function checkPassword(found: Credentials | null, password: string, ip: string): Promise<Credentials> {
  const isRight = await verifyPassword(found?.passwordHash ?? null, password, ip);
  if (!found || !isRight) throw new InvalidCredentials({ developerId: found?.id });
  return found;
}

/** Opens a session if the approval came at this moment. */
async function secondAttempt(app: App, session: NewSession): Promise<NewlyLoggedIn> {
  const status = await tellStatus(app, session.id);
  if (status && status !== 'APPROVED') throw new NotApproved(status, session.id);
  const loggedIn = await openSession(app, session);
  if (!loggedIn) throw new InvalidCredentials();
  return loggedIn;
}

/** One statement, so that the status and the password are still those that were checked. */
async function openSession(app: App, session: NewSession): Promise<NewlyLoggedIn | null> {
  const { id, passwordHash, portalId, held, device, isNoted } = session;
  const { ip, userAgent } = session.client;
  const token = newSecret();
  const noteDevice = isNoted ? Prisma.empty : Prisma.sql`, ${remembered({ portalId }, Prisma.sql`developer`, device)}`;
  const [found] = await app.prisma.$queryRaw<(Developer & { expiresAt: Date })[]>`
    WITH developer AS (
      SELECT * FROM developers
      WHERE id = ${id}::uuid AND status = 'APPROVED' AND password_hash = ${passwordHash} FOR NO KEY UPDATE
    ),
    session AS (
      INSERT INTO sessions (id, hash, developer_id, user_agent, address, created_at, last_seen_at, expires_at)
      SELECT ${newId()}::uuid, ${hashSecret(token)}, id, ${userAgent}, ${ip},
        now(), now(), ${fromNow(app.settings.sessionTtl)}
      FROM developer, end_oldest_sessions(id, ${OTHER_SESSIONS}::int, ${app.settings.sessionIdle}::float8)
      RETURNING id, expires_at
    ),
    opened AS (SELECT session.id AS session_id, developer.id, portal_id, ${newId()}::uuid AS event_id FROM session, developer),
    told AS (${toldBySession(Prisma.sql`opened`)}),
    event AS (${sessionOpened(app)}),
    ended AS (
      DELETE FROM sessions USING developer WHERE hash = ${held && hashSecret(held)}
      RETURNING developer_id, (SELECT portal_id FROM developers WHERE id = developer_id) AS portal_id, ${newId()}::uuid AS event_id
    ),
    replacement AS (${sessionReplaced(app)})
    ${noteDevice}
    SELECT ${developerColumns}, session.expires_at AS "expiresAt" FROM developer, session`;
  if (!found) return null;
  const { expiresAt, ...developer } = found;
  return { developer, token, expiresAt, device };
}

const sessionOpened = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`opened`, {
    type: 'session.opened',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    data: { sessionId: Prisma.sql`session_id` },
  });

/** The session that the browser had before, perhaps of another account. */
const sessionReplaced = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`ended`, {
    type: 'session.closed',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`developer_id` },
    data: { sessions: Prisma.sql`1` },
  });
