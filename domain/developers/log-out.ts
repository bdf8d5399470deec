import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { getPortal } from '../portals/find-portal.ts';
import { hashSecret } from '../tokens/secrets.ts';

/**
 * Ends a session at a portal. Ending none is a success too: the client is logged out.
 * @throws NotFound (the portal)
 */
export async function logOut(app: App, input: { portal: string }, token: string | null): Promise<Portal> {
  const portal = await getPortal(app, input.portal);
  if (token) {
    await app.prisma.session.deleteMany({ where: { hash: hashSecret(token), developer: { portalId: portal.id } } });
  }
  return portal;
}
