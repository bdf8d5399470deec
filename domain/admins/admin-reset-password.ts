import * as z from 'zod';
import type { Admin } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { databaseNow } from '../clock.ts';
import { InvalidToken } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import { beginAnew } from '../throttles/limit-guesses.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { checkAdminPassword } from './check-admin-password.ts';
import { lockAdmin } from './lock-admin.ts';
import { tellAdminPasswordChanged } from './tell-admin-password-changed.ts';

const resetPasswordInput = z.object({ token: z.string(), password });

/**
 * Ends all sessions and other links, but does not log in. Forgets failed log-ins and all other devices. Only one of several
 * parallel calls succeeds.
 */
export async function adminResetPassword(
  app: App,
  input: z.input<typeof resetPasswordInput>,
  client: Pick<Client, 'ip'>,
): Promise<{ admin: Admin; device: string }> {
  const chosen = parseInput(resetPasswordInput, input);
  const token = await app.prisma.adminToken.findUnique({ where: await validToken(app.prisma, chosen.token) });
  const admin = token && (await app.prisma.admin.findUnique({ where: { id: token.adminId } }));
  if (!admin) throw new InvalidToken();
  const { id, email } = admin;
  await checkAdminPassword(app.breaches, chosen.password, email);

  const passwordHash = await hashPassword(chosen.password, client.ip);
  const device = await transaction(app, async (tx) => {
    await lockAdmin(tx, id);
    const isStillGood = await tx.adminToken.count({ where: await validToken(tx, chosen.token) });
    if (isStillGood === 0) throw new InvalidToken();
    await noteUsed(tx, token, null);
    await tx.admin.update({ where: { id }, data: { passwordHash } });
    await tx.adminToken.deleteMany({ where: { adminId: id } });
    await tx.adminSession.deleteMany({ where: { adminId: id } });
    await record(tx, {
      type: 'password.reset',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id },
      data: {},
    });
    await tellAdminPasswordChanged(app, tx, admin);
    return await beginAnew(app, tx, { realm: 'admins', email }, admin);
  });
  return { admin, device };
}

const validToken = async (database: Pick<Transaction, '$queryRaw'>, secret: string) => ({
  hash: hashSecret(secret),
  purpose: 'ADMIN_RESET_PASSWORD' as const,
  expiresAt: { gt: await databaseNow(database) },
});
