import type { Admin } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin } from '../events/record.ts';
import { isId } from '../ids.ts';
import { type ActingAdmin, demandConfirmed } from '../logged-in-admin.ts';
import { mayEverywhere } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { lockRoles } from './lock-roles.ts';
import { removeAllFactors } from './remove-all-factors.ts';

/** For OWNERs of all portals. */
export async function resetAdminSecondFactor(app: App, caller: ActingAdmin | null, { id }: { id: string }): Promise<Admin> {
  if (!caller || !mayEverywhere(caller, 'manageAdmins')) throw new NotAllowed();
  if (!isId(id)) throw new NotFound('admin');
  if (id.toLowerCase() === caller.id) throw new NotAllowed('OWN_FACTORS');
  demandConfirmed(caller);
  return await transaction(app, async (tx) => {
    const [owner, admin] = await lockRoles(tx, caller.id, id.toLowerCase());
    if (!owner || !mayEverywhere(owner, 'manageAdmins')) throw new NotAllowed();
    if (!admin) throw new NotFound('admin');
    await removeAllFactors(tx, admin, byAdmin(owner));
    return await tx.admin.findUniqueOrThrow({ where: { id: admin.id } });
  });
}
