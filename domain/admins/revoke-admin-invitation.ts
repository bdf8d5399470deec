import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { type AdminWithRoles, mayAnywhere } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { invitationsInReach } from './find-admin-invitation.ts';
import { onlyPortalOf } from './given-roles.ts';

export async function revokeAdminInvitation(app: App, admin: AdminWithRoles | null, { id }: { id: string }): Promise<void> {
  if (!admin || !mayAnywhere(admin, 'manageAdmins')) throw new NotAllowed();
  if (!isId(id)) throw new NotFound('invitation');
  await transaction(app, async (tx) => {
    const where = { AND: [{ id }, invitationsInReach(admin)] };
    const invitation = await tx.adminInvitation.findFirst({ where, include: { roles: true } });
    const { count } = await tx.adminInvitation.deleteMany({ where });
    if (!invitation || count === 0) throw new NotFound('invitation');
    await record(tx, {
      type: 'admin-invitation.revoked',
      portalId: onlyPortalOf(invitation.roles),
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN_INVITATION', id },
      data: {},
    });
  });
}
