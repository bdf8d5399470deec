import type { Prisma } from '../../prisma/generated/client/client.ts';
import { type AdminWithRoles, mayEverywhere } from '../permissions.ts';

/** Those that the admin made; for an OWNER of all portals, those of everybody. */
export const tokensInReach = (admin: AdminWithRoles): Prisma.ApiTokenWhereInput =>
  mayEverywhere(admin, 'manageAdmins') ? {} : { makerId: admin.id };
