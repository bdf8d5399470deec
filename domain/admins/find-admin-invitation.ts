import type { AdminInvitation, AdminInvitationRole, Prisma } from '../../prisma/generated/client/client.ts';
import { databaseNow } from '../clock.ts';
import { type AdminWithRoles, inReach } from '../permissions.ts';
import { hashSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';

export type InvitationWithRoles = AdminInvitation & { roles: AdminInvitationRole[] };

/** Null if it has ended. */
export async function findAdminInvitation(
  database: Pick<Transaction, '$queryRaw' | 'adminInvitation'>,
  token: string,
): Promise<InvitationWithRoles | null> {
  const where = { hash: hashSecret(token), expiresAt: { gt: await databaseNow(database) } };
  return await database.adminInvitation.findUnique({ where, include: { roles: true } });
}

/** The invitations that the admin may see and revoke: those that give roles within the reach of the admin alone. */
export function invitationsInReach(admin: AdminWithRoles): Prisma.AdminInvitationWhereInput {
  const reach = inReach(admin, 'manageAdmins');
  // For `every`, null is in any list.
  return reach.portalId ? { roles: { every: reach, none: { portalId: null } } } : {};
}
