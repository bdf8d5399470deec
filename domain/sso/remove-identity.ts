import type { App } from '../app.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { unlink } from './unlink-identity.ts';

/**
 * Parts an account at a provider from whoever it logs in, as an admin does for somebody who has another one there by now: at one
 * provider nobody else may be the same developer, so the new one is joined only then. Its sessions end.
 * @throws NotAllowed to who may not decide about registrations, NotFound
 */
export async function removeSsoIdentity(
  app: App,
  admin: AdminWithRoles | null,
  { id }: { id: string },
): Promise<{ id: string; developerId: string }> {
  if (!admin) throw new NotAllowed();
  const found = isId(id) ? await app.prisma.ssoIdentity.findUnique({ where: { id } }) : null;
  if (!found || !may(admin, 'read', found.portalId)) throw new NotFound('linked account');
  if (!may(admin, 'decide', found.portalId)) throw new NotAllowed();
  const { developerId } = found;
  await transaction(app, async (tx) => {
    await lockDeveloper(tx, developerId);
    const identity = await tx.ssoIdentity.findUnique({ where: { id } });
    if (!identity) throw new NotFound('linked account');
    await unlink(tx, identity);
  });
  return { id, developerId };
}
