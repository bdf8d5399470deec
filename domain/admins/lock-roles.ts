import { NotAllowed } from '../errors.ts';
import type { AdminWithRoles } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Each change of roles begins here. Locks these admins and the OWNERs of all portals, in the order of their ids, so that two changes
 * never wait for each other, and one OWNER remains.
 * @returns each admin with the roles of this moment, or null for one who was removed
 */
export async function lockRoles<Ids extends string[]>(tx: Transaction, ...ids: Ids): Promise<(AdminWithRoles | null)[]> {
  await tx.$queryRaw`
    SELECT id FROM admins
    WHERE id = ANY(${ids}::uuid[]) OR id IN (SELECT admin_id FROM admin_roles WHERE role = 'OWNER' AND portal_id IS NULL)
    ORDER BY id FOR UPDATE`;
  const admins = await tx.admin.findMany({ where: { id: { in: ids } }, include: { roles: true } });
  return ids.map((id) => admins.find((admin) => admin.id === id) ?? null);
}

/** Call it after the change. */
export async function demandOwner(tx: Transaction): Promise<void> {
  const owners = await tx.adminRole.count({ where: { role: 'OWNER', portalId: null } });
  if (owners === 0) throw new NotAllowed('LAST_OWNER');
}
