import { type LogInMethod, Prisma, type SecondFactorKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import type { Held } from '../developers/log-in.ts';
import { InvalidCredentials } from '../errors.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { logInDevice } from '../log-ins/log-in-device.ts';
import { isTold, notedLogIn, type Opening, ringIfTold } from '../log-ins/noted-log-in.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';

export type AdminLoggedIn = { admin: AdminWithRoles; token: string; expiresAt: Date };

/** The device secret tells the device again at the next log-in. */
export type AdminNewlyLoggedIn = AdminLoggedIn & { device: string };

export type AdminEntry = {
  adminId: string;
  method: LogInMethod;
  /** The hash of the password that was checked. Null if none was. */
  passwordHash: string | null;
  /** What the admin proved besides. Null if nothing was asked for. */
  secondFactor: SecondFactorKind | null;
  /** Its session ends. */
  held: Held;
  /** The device secret, if its log-in was noted within a day. */
  notedDevice: string | null;
  client: Client;
};

type Database = Opening & Pick<Prisma.TransactionClient, 'admin' | 'adminSession'>;

/**
 * One statement, so that the password is still the one that was checked, and no second factor was set up meanwhile. It locks the
 * installation, so that whoever requires a second factor also ends this session.
 * @param database a transaction if a proof is used up for this session
 * @throws InvalidCredentials
 */
export async function openAdminSession(app: App, database: Database, entry: AdminEntry): Promise<AdminNewlyLoggedIn> {
  const { adminId, method, passwordHash, secondFactor, held, notedDevice, client } = entry;
  const admin = await database.admin.findUnique({ where: { id: adminId }, include: { roles: true } });
  const token = newSecret();
  const device = logInDevice(app, held, notedDevice, client);
  const isPasswordAlone = method === 'PASSWORD' && secondFactor === null;
  const [session] = await database.$queryRaw<{ expiresAt: Date; isTold: boolean }[]>`
    WITH admin AS (
      SELECT id, email FROM admins
      WHERE id = ${adminId}::uuid AND (${passwordHash}::text IS NULL OR password_hash = ${passwordHash})
        AND NOT (${isPasswordAlone} AND (has_second_factor OR (SELECT require_second_factor FROM installation FOR SHARE)))
      FOR NO KEY UPDATE
    ),
    session AS (
      INSERT INTO admin_sessions (id, hash, admin_id, user_agent, address, created_at, last_seen_at, expires_at, method, second_factor)
      SELECT ${newId()}::uuid, ${hashSecret(token)}, id, ${client.userAgent}, ${client.ip}, now(), now(),
        ${fromNow(app.settings.adminSessionTtl)}, ${method}::"LogInMethod", ${secondFactor}::"SecondFactorKind"
      FROM admin, end_oldest_admin_sessions(id, (SELECT admin_session_limit - 1 FROM installation), ${app.settings.adminSessionIdle}::float8)
      RETURNING id, expires_at
    ),
    opened AS (
      SELECT session.id AS session_id, admin.id, email, NULL::uuid AS portal_id, ${newId()}::uuid AS event_id FROM session, admin
    ),
    event AS (${sessionOpened(app, entry)}),
    ${notedLogIn('admins', device)}
    SELECT expires_at AS "expiresAt", ${isTold} FROM session`;
  if (!admin || !session) throw new InvalidCredentials();
  ringIfTold(app, database, session.isTold);
  if (held.token) await database.adminSession.deleteMany({ where: { hash: hashSecret(held.token) } });
  return { admin, token, expiresAt: session.expiresAt, device: device.secret };
}

const sessionOpened = ({ origin }: App, { method, secondFactor }: AdminEntry): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`opened`, {
    type: 'session.opened',
    actor: { kind: 'ADMIN', id: Prisma.sql`id`, name: Prisma.sql`email` },
    subject: { kind: 'ADMIN', id: Prisma.sql`id` },
    data: {
      sessionId: Prisma.sql`session_id`,
      method: Prisma.sql`${method}::text`,
      secondFactor: Prisma.sql`${secondFactor}::text`,
    },
  });
