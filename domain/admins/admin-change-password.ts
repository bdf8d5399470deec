import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidCredentials, NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword, verifyPassword } from '../passwords/hash.ts';
import { tryOnceMore } from '../throttles/try-once-more.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { checkAdminPassword } from './check-admin-password.ts';
import type { AdminLoggedIn } from './open-admin-session.ts';
import { tellAdminPasswordChanged } from './tell-admin-password-changed.ts';

const changePasswordInput = z.object({ currentPassword: password, newPassword: password });

/**
 * Ends all links and other sessions. Counts a wrong password for the session, so that a stolen session does not help to guess
 * it.
 * Returns the same session under a new token, with the old end.
 */
export async function adminChangePassword(
  app: App,
  admin: LoggedInAdmin | null,
  input: z.input<typeof changePasswordInput>,
  session: string | null,
  client: Pick<Client, 'ip'>,
): Promise<AdminLoggedIn> {
  if (!admin || !session) throw new NotAllowed();
  const { currentPassword, newPassword } = parseInput(changePasswordInput, input);
  const { id: adminId, email, passwordHash: checkedHash } = admin;
  await tryOnceMore(app, admin.sessionId, async () => {
    const isRight = await verifyPassword(checkedHash, currentPassword, client.ip);
    if (!isRight) throw new InvalidCredentials({ adminId }, 'PASSWORD');
  });
  await checkAdminPassword(app.breaches, newPassword, email, 'newPassword');

  const passwordHash = await hashPassword(newPassword, client.ip);
  const token = newSecret();
  return await transaction(app, async (tx) => {
    const { count } = await tx.admin.updateMany({ where: { id: adminId, passwordHash: checkedHash }, data: { passwordHash } });
    const own = { adminId, hash: hashSecret(session) };
    const [rotated] = await tx.adminSession.updateManyAndReturn({ where: own, data: { hash: hashSecret(token) } });
    // If the password changed in the meantime, this session has ended too.
    if (count === 0 || !rotated) throw new NotAllowed();
    await tx.adminSession.deleteMany({ where: { adminId, id: { not: rotated.id } } });
    await tx.adminToken.deleteMany({ where: { adminId } });
    await record(tx, {
      type: 'password.changed',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id: adminId },
      data: {},
    });
    await tellAdminPasswordChanged(app, tx, admin);
    return { admin, token, expiresAt: rotated.expiresAt };
  });
}
