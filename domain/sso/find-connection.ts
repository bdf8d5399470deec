import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { isId } from '../ids.ts';
import { isSlug } from '../portals/find-portal.ts';

export type ConnectionAtPortal = SsoConnection & { portal: Portal };

/** Null also if the connection belongs to another portal. */
export async function findConnection(app: App, slug: string, id: string): Promise<ConnectionAtPortal | null> {
  if (!isSlug(slug) || !isId(id)) return null;
  return await app.prisma.ssoConnection.findUnique({ where: { id, portal: { slug } }, include: { portal: true } });
}
