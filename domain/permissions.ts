import { type Admin, type AdminRole, Prisma, type Role } from '../prisma/generated/client/client.ts';

export type AdminWithRoles = Admin & { roles: AdminRole[] };

const MAY = {
  read: ['VIEWER', 'APPROVER', 'OWNER'],
  decide: ['APPROVER', 'OWNER'],
  undoForOthers: ['OWNER'],
  configure: ['OWNER'],
  manageAdmins: ['OWNER'],
  seeClients: ['OWNER'],
} as const satisfies Record<string, Role[]>;

export type Permission = keyof typeof MAY;

/** A null `portalId` stands for things that belong to no portal. They need a role for all portals. */
export function may(admin: AdminWithRoles, permission: Permission, portalId: string | null): boolean {
  return rolesFor(admin, permission).some((role) => role.portalId === null || role.portalId === portalId);
}

export function mayEverywhere(admin: AdminWithRoles, permission: Permission): boolean {
  return rolesFor(admin, permission).some((role) => role.portalId === null);
}

/** The same as a condition of SQL, for what an admin began earlier. */
export const mayDecide = (adminId: Prisma.Sql, portalId: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM admin_roles held WHERE held.admin_id = ${adminId} AND held.role = ANY(${[...MAY.decide]}::"Role"[])
    AND (held.portal_id IS NULL OR held.portal_id = ${portalId})
)`;

/** The result `{}` means all rows. `{ portalId }` also leaves out rows without a portal. */
export function inReach(admin: AdminWithRoles, permission: Permission = 'read'): { portalId?: { in: string[] } } {
  if (mayEverywhere(admin, permission)) return {};
  return { portalId: { in: rolesFor(admin, permission).flatMap(({ portalId }) => portalId ?? []) } };
}

/** Nobody gives a role that they do not have. */
export const mayGive = (admin: AdminWithRoles, roles: Pick<AdminRole, 'portalId'>[]): boolean =>
  roles.every(({ portalId }) => may(admin, 'manageAdmins', portalId));

/** Whether the admin has the permission at some portal. */
export const mayAnywhere = (admin: AdminWithRoles, permission: Permission): boolean => rolesFor(admin, permission).length > 0;

function rolesFor(admin: AdminWithRoles, permission: Permission): AdminRole[] {
  const allowed: readonly Role[] = MAY[permission];
  return admin.roles.filter(({ role }) => allowed.includes(role));
}
