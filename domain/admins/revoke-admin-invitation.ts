import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type AdminWithRoles, mayAnywhere } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { invitationsInReach } from './find-admin-invitation.ts';

export async function revokeAdminInvitation(app: App, admin: AdminWithRoles | null, { id }: { id: string }): Promise<void> {
  if (!admin || !mayAnywhere(admin, 'manageAdmins')) throw new NotAllowed();
  if (!isId(id)) throw new NotFound('invitation');
  await transaction(app, async (tx) => {
    const { count } = await tx.adminInvitation.deleteMany({ where: { AND: [{ id }, invitationsInReach(admin)] } });
    if (count === 0) throw new NotFound('invitation');
  });
}
