import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { getPortal } from '../portals/find-portal.ts';
import { pageUrl } from '../portals/links.ts';
import { idTokenPlace } from '../sso/open-session.ts';
import { logOutUrl } from '../sso/provider.ts';
import { unseal } from '../tokens/seal.ts';
import { hashSecret } from '../tokens/secrets.ts';

/**
 * Ends a session at a portal. Ending none is a success too: the client is logged out.
 * @returns also where to go on to be logged out at the provider, after a log-in by SSO; null where there is no such place
 * @throws NotFound (the portal)
 */
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
    include: { connection: true },
  });
  await app.prisma.session.deleteMany({ where: { hash, developer: { portalId: portal.id } } });
  if (!session?.connection) return { portal, providerLogOutUrl: null };
  const { connection, identityId, sealedIdToken } = session;
  const opened = sealedIdToken && identityId ? unseal(app.keys, idTokenPlace(identityId), sealedIdToken) : null;
  const idToken = opened?.text ?? null;
  return { portal, providerLogOutUrl: await logOutUrl(app, connection, { idToken }, pageUrl(app, portal, 'log-in')) };
}
