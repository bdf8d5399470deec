import type { Portal, Session } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { getPortal } from '../portals/find-portal.ts';
import { pageUrl } from '../portals/portal-links.ts';
import { logOutUrl } from '../providers/log-out-url.ts';
import { endSsoCodes } from '../tokens/end-links.ts';
import { idTokenPlace, unseal } from '../tokens/seal.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';

type LogOut = { portal: string; everywhere?: boolean | null | undefined };

/**
 * Succeeds without a session too, except with `everywhere`. After an SSO log-in, also returns where to log out at the provider.
 */
export async function logOut(
  app: App,
  input: LogOut,
  token: string | null,
): Promise<{ portal: Portal; ended: number; providerLogOutUrl: string | null }> {
  const portal = await getPortal(app, input.portal);
  const everywhere = input.everywhere === true;
  if (!token && everywhere) throw new NotAllowed();
  if (!token) return { portal, ended: 0, providerLogOutUrl: null };
  const hash = hashSecret(token);
  const session = await app.prisma.session.findUnique({
    where: { hash, developer: { portalId: portal.id } },
    include: { connection: { include: { portal: true } }, identity: { select: { issuer: true } } },
  });
  if (!session && everywhere) throw new NotAllowed();
  const ended = session ? await endOwn(app, portal.id, session, everywhere) : 0;
  const { connection, identity, identityId, sealedIdToken } = session ?? {};
  // Another provider of the same connection must not see this token.
  if (!connection || connection.issuer !== identity?.issuer) return { portal, ended, providerLogOutUrl: null };
  const opened = sealedIdToken && identityId ? unseal(app.keys, idTokenPlace(identityId), sealedIdToken) : null;
  const idToken = opened?.text ?? null;
  return { portal, ended, providerLogOutUrl: await logOutUrl(app, connection, { idToken }, pageUrl(app, portal, 'log-in')) };
}

async function endOwn(app: App, portalId: string, { id, hash, developerId }: Session, everywhere: boolean): Promise<number> {
  return await transaction(app, async (tx) => {
    // Codes that could still open a session.
    if (everywhere) await endSsoCodes(tx, developerId);
    // With its token: a change of the password that came between has renewed it, and answered that it goes on.
    const { count } = await tx.session.deleteMany({ where: everywhere ? { developerId } : { id, hash } });
    if (count > 0) {
      await record(tx, {
        type: 'session.closed',
        portalId,
        actor: byDeveloper(developerId),
        subject: { kind: 'DEVELOPER', id: developerId },
        data: { sessions: count },
      });
    }
    return count;
  });
}
