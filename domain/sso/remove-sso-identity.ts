import type { App } from '../app.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byCaller } from '../events/record.ts';
import { isId } from '../ids.ts';
import { type Caller, may } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { unlink } from './unlink-sso-identity.ts';

/** A developer can have only one account at a provider, so this makes room for a new one. Sessions of the old one end. */
export async function removeSsoIdentity(
  app: App,
  caller: Caller | null,
  { id }: { id: string },
): Promise<{ id: string; developerId: string }> {
  if (!caller) throw new NotAllowed();
  const found = isId(id) ? await app.prisma.ssoIdentity.findUnique({ where: { id } }) : null;
  if (!found || !may(caller, 'read', found.portalId)) throw new NotFound('linked account');
  if (!may(caller, 'decide', found.portalId)) throw new NotAllowed();
  const { developerId } = found;
  await transaction(app, async (tx) => {
    await lockDeveloper(tx, developerId);
    const identity = await tx.ssoIdentity.findUnique({ where: { id } });
    if (!identity) throw new NotFound('linked account');
    await unlink(tx, identity, byCaller(caller));
  });
  return { id, developerId };
}
