import * as z from 'zod';
import type { Admin } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId, newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { type ActingAdmin, demandConfirmed } from '../logged-in-admin.ts';
import { may } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { endLostClaims } from './end-lost-claims.ts';
import { checkMayGive, findGivenRoles, onlyPortalOf, rolesInput, rolesOf } from './given-roles.ts';
import { demandOwner, lockRoles } from './lock-roles.ts';

const updateAdminInput = z.object({ id: z.string(), roles: rolesInput });

/** Replaces the roles within the reach of the caller. Others stay. */
export async function updateAdmin(
  app: App,
  admin: ActingAdmin | null,
  input: z.input<typeof updateAdminInput>,
): Promise<Admin> {
  if (!admin) throw new NotAllowed();
  const { id, roles } = parseInput(updateAdminInput, input);
  const given = await findGivenRoles(app, admin, roles);
  if (id === admin.id) throw new NotAllowed('OWN_ROLES');
  demandConfirmed(admin);
  if (!isId(id)) throw new NotFound('admin');
  return await transaction(app, async (tx) => {
    const [caller, target] = await lockRoles(tx, admin.id, id);
    if (!caller) throw new NotAllowed();
    checkMayGive(caller, given);
    const replaced = target?.roles.filter(({ portalId }) => may(caller, 'manageAdmins', portalId)) ?? [];
    if (replaced.length === 0) throw new NotFound('admin');
    await tx.adminRole.deleteMany({ where: { id: { in: replaced.map((role) => role.id) } } });
    await tx.adminRole.createMany({ data: given.map((role) => ({ id: newId(), adminId: id, ...role })) });
    await endLostClaims(tx, id);
    await demandOwner(tx);
    await record(tx, {
      type: 'admin.role-changed',
      portalId: onlyPortalOf([...replaced, ...given]),
      actor: byAdmin(caller),
      subject: { kind: 'ADMIN', id },
      data: { before: rolesOf(replaced), after: given },
    });
    return await tx.admin.findUniqueOrThrow({ where: { id } });
  });
}
