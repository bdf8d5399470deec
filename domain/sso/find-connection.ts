import type { App } from '../app.ts';
import { isId } from '../ids.ts';
import { isSlug } from '../portals/find-portal.ts';
import { atPortal, type ConnectionAtPortal, type InstallationConnection, placed } from '../sso-connections/connection.ts';

/** Null also if the connection belongs to another portal. */
export async function findConnection(app: App, slug: string, id: string): Promise<ConnectionAtPortal | null> {
  if (!isSlug(slug) || !isId(id)) return null;
  const found = await app.prisma.ssoConnection.findUnique({ where: { id, portal: { slug } }, include: { portal: true } });
  return found && atPortal(found);
}

/** Null also if the connection belongs to a portal. */
export async function findInstallationConnection(app: App, id: string): Promise<InstallationConnection | null> {
  const found = isId(id) ? await app.prisma.ssoConnection.findUnique({ where: { id }, include: { portal: true } }) : null;
  const connection = found && placed(found);
  return connection && !connection.portal ? connection : null;
}
