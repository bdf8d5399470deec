import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { type ActingAdmin, demandConfirmed } from '../logged-in-admin.ts';
import { may, mayAnywhere } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { endLostClaims } from './end-lost-claims.ts';
import { onlyPortalOf, rolesOf } from './given-roles.ts';
import { demandOwner, lockRoles } from './lock-roles.ts';

/**
 * Takes away the roles within the reach of the caller; from oneself, all. An admin without roles is deleted, with sessions, links, claims
 * and invitations.
 * @returns whether the admin was deleted
 */
export async function removeAdmin(
  app: App,
  admin: ActingAdmin | null,
  { id }: { id: string },
): Promise<{ id: string; isDeleted: boolean }> {
  if (!admin) throw new NotAllowed();
  const isSelf = id === admin.id;
  if (!isSelf && !mayAnywhere(admin, 'manageAdmins')) throw new NotAllowed();
  if (!isId(id)) throw new NotFound('admin');
  demandConfirmed(admin);
  return await transaction(app, async (tx) => {
    const [caller, target] = await lockRoles(tx, admin.id, id);
    if (!caller) throw new NotAllowed();
    const taken = target?.roles.filter(({ portalId }) => isSelf || may(caller, 'manageAdmins', portalId)) ?? [];
    if (!target || taken.length === 0) throw new NotFound('admin');
    const isDeleted = taken.length === target.roles.length;
    if (isDeleted) await tx.admin.delete({ where: { id } });
    else await tx.adminRole.deleteMany({ where: { id: { in: taken.map((role) => role.id) } } });
    await endLostClaims(tx, id);
    await demandOwner(tx);
    await record(tx, {
      type: isDeleted ? 'admin.removed' : 'admin.role-changed',
      portalId: onlyPortalOf(taken),
      actor: byAdmin(caller),
      subject: { kind: 'ADMIN', id },
      data: { before: rolesOf(taken), ...(!isDeleted && { after: [] }) },
    });
    return { id, isDeleted };
  });
}
