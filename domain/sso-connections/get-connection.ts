import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import { lockPortal } from '../portals/lock-portal.ts';
import type { Transaction } from '../transaction.ts';

/**
 * The connection that an admin wants to act on.
 * @throws NotAllowed to all but an OWNER, NotFound
 */
export async function getConnection(
  app: App,
  admin: AdminWithRoles | null,
  id: string,
): Promise<SsoConnection & { portal: Portal }> {
  if (!admin) throw new NotAllowed();
  const connection = isId(id) ? await app.prisma.ssoConnection.findUnique({ where: { id }, include: { portal: true } }) : null;
  if (!connection || !may(admin, 'read', connection.portalId)) throw new NotFound('connection');
  if (!may(admin, 'configure', connection.portalId)) throw new NotAllowed();
  return connection;
}

/**
 * Reads a connection and locks its portal: neither the portal's settings nor any of its connections change until the
 * transaction ends.
 * @throws NotFound when it was deleted meanwhile
 */
export async function lockConnection(
  tx: Transaction,
  { id, portalId }: SsoConnection,
): Promise<SsoConnection & { portal: Portal }> {
  await lockPortal(tx, portalId);
  const connection = await tx.ssoConnection.findUnique({ where: { id }, include: { portal: true } });
  if (!connection) throw new NotFound('connection');
  return connection;
}
