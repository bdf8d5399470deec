import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type Caller, may } from '../permissions.ts';
import { lockPortal } from '../portals/lock-portal.ts';
import type { Transaction } from '../transaction.ts';
import { type Connection, placed } from './connection.ts';

export async function getConnection(app: App, caller: Caller | null, id: string): Promise<Connection> {
  if (!caller) throw new NotAllowed();
  const connection = isId(id) ? await app.prisma.ssoConnection.findUnique({ where: { id }, include: { portal: true } }) : null;
  if (!connection || !may(caller, 'read', connection.portalId)) throw new NotFound('connection');
  if (!mayConfigure(caller, connection.portalId)) throw new NotAllowed();
  return placed(connection);
}

/** A token never decides how admins log in. */
export const mayConfigure = (caller: Caller, portalId: string | null): boolean =>
  may(caller, 'configure', portalId) && !(portalId === null && 'apiToken' in caller);

/** Null stands for the installation. It and its connections, or those of the portal, cannot change until the transaction ends. */
export async function lockOwner(tx: Transaction, portalId: string | null): Promise<void> {
  if (portalId === null) await tx.$queryRaw`SELECT FROM installation FOR NO KEY UPDATE`;
  else await lockPortal(tx, portalId);
}

/** Also locks the owner. */
export async function lockConnection(tx: Transaction, { id, portalId }: SsoConnection): Promise<Connection> {
  await lockOwner(tx, portalId);
  const connection = await tx.ssoConnection.findUnique({ where: { id }, include: { portal: true } });
  if (!connection) throw new NotFound('connection');
  return placed(connection);
}
