import { lockAdmin } from '../admins/lock-admin.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import { transaction } from '../transaction.ts';

/**
 * Of oneself, or of anybody by an OWNER of all portals. The sessions and mailed links of the account end. The admin can still ask
 * for a password by mail.
 */
export async function adminUnlinkSsoIdentity(
  app: App,
  admin: AdminWithRoles | null,
  { id }: { id: string },
): Promise<{ id: string; adminId: string }> {
  if (!admin) throw new NotAllowed();
  const found = isId(id) ? await app.prisma.adminSsoIdentity.findUnique({ where: { id } }) : null;
  if (!found || !(found.adminId === admin.id || may(admin, 'manageAdmins', null))) throw new NotFound('linked account');
  const { adminId, issuer, subject } = found;
  await transaction(app, async (tx) => {
    await lockAdmin(tx, adminId);
    const { count } = await tx.adminSsoIdentity.deleteMany({ where: { id } });
    if (count === 0) throw new NotFound('linked account');
    await tx.adminToken.deleteMany({ where: { adminId, issuer, subject } });
    await record(tx, {
      type: 'identity.unlinked',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id: adminId },
      data: { identityId: id },
    });
  });
  return { id, adminId };
}
