import { z } from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { developerColumns } from '../columns.ts';
import { tellStatus } from '../decisions/tell-status.ts';
import { InvalidCredentials, NotApproved, PasswordLoginOff } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { getPortal } from '../portals/find-portal.ts';
import { OTHER_SESSIONS } from '../session-limit.ts';
import { rememberDevice } from '../throttles/known-devices.ts';
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
  const loggedIn = (await openSession(app, checked, client)) ?? (await secondAttempt(app, checked, client));
  const device = notedDevice ?? (await rememberDevice(app.prisma, account.realm, checked.id, held.device));
  if (held.token) await app.prisma.session.deleteMany({ where: { hash: hashSecret(held.token) } });
  return { ...loggedIn, device };
}

async function checkPassword(found: Credentials | null, password: string, ip: string): Promise<Credentials> {
  const isRight = await verifyPassword(found?.passwordHash ?? null, password, ip);
  if (!found || !isRight) throw new InvalidCredentials({ developerId: found?.id });
  return found;
}

/** Opens a session if the approval came at this moment. */
async function secondAttempt(app: App, checked: Credentials, client: Client): Promise<LoggedIn> {
  const status = await tellStatus(app, checked.id);
  if (status && status !== 'APPROVED') throw new NotApproved(status, checked.id);
  const loggedIn = await openSession(app, checked, client);
  if (!loggedIn) throw new InvalidCredentials();
  return loggedIn;
}

/** One statement, so that the status and the password are still those that were checked. */
async function openSession(app: App, { id, passwordHash }: Credentials, { ip, userAgent }: Client): Promise<LoggedIn | null> {
  const token = newSecret();
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
      RETURNING expires_at
    )
    SELECT ${developerColumns}, session.expires_at AS "expiresAt" FROM developer, session`;
  if (!found) return null;
  const { expiresAt, ...developer } = found;
  return { developer, token, expiresAt };
}
