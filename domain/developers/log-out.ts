import type { Portal, Session } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { byDeveloper, record } from '../events/record.ts';
import { getPortal } from '../portals/find-portal.ts';
import { pageUrl } from '../portals/portal-links.ts';
import { logOutUrl } from '../providers/log-out-url.ts';
import { idTokenPlace, unseal } from '../tokens/seal.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';

/** Succeeds without a session too. After an SSO log-in, also returns where to log out at the provider. */
export async function logOut(
  app: App,
  input: { portal: string },
  token: string | null,
): Promise<{ portal: Portal; providerLogOutUrl: string | null }> {
  const portal = await getPortal(app, input.portal);
  if (!token) return { portal, providerLogOutUrl: null };
  const hash = hashSecret(token);
  const session = await app.prisma.session.findUnique({
    where: { hash, developer: { portalId: portal.id } },
    include: { connection: { include: { portal: true } }, identity: { select: { issuer: true } } },
  });
  if (session) await endSession(app, portal.id, session);
  const { connection, identity, identityId, sealedIdToken } = session ?? {};
  // Another provider of the same connection must not see this token.
  if (!connection || connection.issuer !== identity?.issuer) return { portal, providerLogOutUrl: null };
  const opened = sealedIdToken && identityId ? unseal(app.keys, idTokenPlace(identityId), sealedIdToken) : null;
  const idToken = opened?.text ?? null;
  return { portal, providerLogOutUrl: await logOutUrl(app, connection, { idToken }, pageUrl(app, portal, 'log-in')) };
}

async function endSession(app: App, portalId: string, { id, developerId }: Session): Promise<void> {
  await transaction(app, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id } });
    if (count === 0) return;
    await record(tx, {
      type: 'session.closed',
      portalId,
      actor: byDeveloper(developerId),
      subject: { kind: 'DEVELOPER', id: developerId },
      data: { sessions: count },
    });
  });
}
