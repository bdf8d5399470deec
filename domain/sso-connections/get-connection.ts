import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type Caller, may } from '../permissions.ts';
import { lockPortal } from '../portals/lock-portal.ts';
import type { Transaction } from '../transaction.ts';

export async function getConnection(app: App, caller: Caller | null, id: string): Promise<SsoConnection & { portal: Portal }> {
  if (!caller) throw new NotAllowed();
  const connection = isId(id) ? await app.prisma.ssoConnection.findUnique({ where: { id }, include: { portal: true } }) : null;
  if (!connection || !may(caller, 'read', connection.portalId)) throw new NotFound('connection');
  if (!may(caller, 'configure', connection.portalId)) throw new NotAllowed();
  return connection;
}

/** The portal and its connections cannot change until the transaction ends. */
export async function lockConnection(
  tx: Transaction,
  { id, portalId }: SsoConnection,
): Promise<SsoConnection & { portal: Portal }> {
  await lockPortal(tx, portalId);
  const connection = await tx.ssoConnection.findUnique({ where: { id }, include: { portal: true } });
  if (!connection) throw new NotFound('connection');
  return connection;
}
