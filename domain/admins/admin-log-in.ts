import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import type { Held } from '../developers/log-in.ts';
import { InvalidCredentials } from '../errors.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { OTHER_SESSIONS } from '../session-limit.ts';
import { rememberDevice } from '../throttles/known-devices.ts';
import { type Credentials, withGuessLimit } from '../throttles/limit-guesses.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';

const adminLogInInput = z.object({ email: address, password });

export type AdminLoggedIn = { admin: AdminWithRoles; token: string; expiresAt: Date };

/** The device secret tells the device again at the next log-in. */
export type AdminNewlyLoggedIn = AdminLoggedIn & { device: string };

/** A developer with the same email address is another account. Ends the `held` session. */
export async function adminLogIn(
  app: App,
  input: z.input<typeof adminLogInInput>,
  held: Held,
  client: Client,
): Promise<AdminNewlyLoggedIn> {
  const { email, password } = parseInput(adminLogInInput, input);
  const account = { realm: 'admins', email: email.canonical } as const;
  const check = (found: Credentials | null) => checkPassword(found, password, client.ip);
  const { checked, notedDevice } = await withGuessLimit(app, account, held.device, check);

  const admin = await app.prisma.admin.findUnique({ where: { id: checked.id }, include: { roles: true } });
  const token = newSecret();
  const [session] = await app.prisma.$queryRaw<{ expiresAt: Date }[]>`
    WITH admin AS (
      SELECT id, email FROM admins WHERE id = ${checked.id}::uuid AND password_hash = ${checked.passwordHash} FOR NO KEY UPDATE
    ),
    session AS (
      INSERT INTO admin_sessions (id, hash, admin_id, user_agent, address, created_at, last_seen_at, expires_at)
      SELECT ${newId()}::uuid, ${hashSecret(token)}, id, ${client.userAgent}, ${client.ip},
        now(), now(), ${fromNow(app.settings.adminSessionTtl)}
      FROM admin, end_oldest_admin_sessions(id, ${OTHER_SESSIONS}::int, ${app.settings.adminSessionIdle}::float8)
      RETURNING id, expires_at
    ),
    opened AS (
      SELECT session.id AS session_id, admin.id, email, NULL::uuid AS portal_id, ${newId()}::uuid AS event_id FROM session, admin
    ),
    event AS (${sessionOpened(app)})
    SELECT expires_at AS "expiresAt" FROM session`;
  if (!admin || !session) throw new InvalidCredentials();
  const device = notedDevice ?? (await rememberDevice(app.prisma, account.realm, admin.id, held.device));
  if (held.token) await app.prisma.adminSession.deleteMany({ where: { hash: hashSecret(held.token) } });
  return { admin, token, expiresAt: session.expiresAt, device };
}

async function checkPassword(found: Credentials | null, password: string, ip: string): Promise<Credentials> {
  const isRight = await verifyPassword(found?.passwordHash ?? null, password, ip);
  if (!found || !isRight) throw new InvalidCredentials({ adminId: found?.id });
  return found;
}

const sessionOpened = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`opened`, {
    type: 'session.opened',
    actor: { kind: 'ADMIN', id: Prisma.sql`id`, name: Prisma.sql`email` },
    subject: { kind: 'ADMIN', id: Prisma.sql`id` },
    data: { sessionId: Prisma.sql`session_id` },
  });
