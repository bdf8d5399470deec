import type { Role } from '../../prisma/generated/client/client.ts';
import { newId } from '../ids.ts';
import type { Transaction } from '../transaction.ts';
import type { GivenRole } from './given-roles.ts';

const RANK: Record<Role, number> = { VIEWER: 1, APPROVER: 2, OWNER: 3 };

/** A higher role that the admin has at a portal stays. Lock the admin before. */
export async function addRoles(tx: Transaction, adminId: string, given: GivenRole[]): Promise<void> {
  const present = await tx.adminRole.findMany({ where: { adminId } });
  for (const { portalId, role } of given) {
    const before = present.find((other) => other.portalId === portalId);
    if (!before) await tx.adminRole.create({ data: { id: newId(), adminId, portalId, role } });
    else if (RANK[role] > RANK[before.role]) await tx.adminRole.update({ where: { id: before.id }, data: { role } });
  }
}
