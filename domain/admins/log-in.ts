import { z } from 'zod';
import type { App } from '../app.ts';
import { InvalidCredentials } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { OTHER_SESSIONS } from '../session-limit.ts';
import { admitLogIn, type Credentials } from '../throttles/admit-log-in.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';

const adminLogInInput = z.object({ email: address, password });

export type AdminLoggedIn = { admin: AdminWithRoles; token: string; expiresAt: Date };

/**
 * Logs an admin in. A developer with the same address is somebody else.
 * @param previousToken the session that the client held, which ends
 * @param origin where the client is, and what it says it is
 * @throws InvalidInput, InvalidCredentials, TooManyAttempts
 */
export async function adminLogIn(
  app: App,
  input: z.input<typeof adminLogInInput>,
  previousToken: string | null,
  origin: { address: string; userAgent: string },
): Promise<AdminLoggedIn> {
  const { email, password } = parseInput(adminLogInInput, input);
  const admission = await admitLogIn(app, { realm: 'admins', email: email.canonical }, origin.address);
  const checked = await admission.attempt((found) => checkPassword(found, password));

  const admin = await app.prisma.admin.findUnique({ where: { id: checked.id }, include: { roles: true } });
  const token = newSecret();
  const now = new Date();
  const expiresAt = new Date(now.getTime() + app.settings.adminSessionTtl);
  const inserted = await app.prisma.$executeRaw`
    WITH admin AS (
      SELECT id FROM admins WHERE id = ${checked.id}::uuid AND password_hash = ${checked.passwordHash} FOR NO KEY UPDATE
    )
    INSERT INTO admin_sessions (id, hash, admin_id, user_agent, address, created_at, last_seen_at, expires_at)
    SELECT ${newId()}::uuid, ${hashSecret(token)}, id, ${origin.userAgent}, ${origin.address},
      ${now}::timestamptz, ${now}::timestamptz, ${expiresAt}::timestamptz
    FROM admin, end_oldest_admin_sessions(id, ${OTHER_SESSIONS}::int, ${app.settings.adminSessionIdle}::float8)`;
  if (!admin || inserted === 0) throw new InvalidCredentials();
  await admission.remember(admin.id);
  if (previousToken) await app.prisma.adminSession.deleteMany({ where: { hash: hashSecret(previousToken) } });
  return { admin, token, expiresAt };
}

/** @throws InvalidCredentials, after the same work for every address */
async function checkPassword(found: Credentials | null, password: string): Promise<Credentials> {
  const isRight = await verifyPassword(found?.passwordHash ?? null, password);
  if (!found || !isRight) throw new InvalidCredentials({ adminId: found?.id });
  return found;
}
