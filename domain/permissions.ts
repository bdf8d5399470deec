import type { Admin, AdminRole, Role } from '../prisma/generated/client/client.ts';

export type AdminWithRoles = Admin & { roles: AdminRole[] };

/**
 * What each role may do. VIEWER reads; APPROVER also decides, deletes registrations and retries jobs; OWNER also changes
 * settings. A role holds for one portal, or for all of them.
 */
const MAY = {
  read: ['VIEWER', 'APPROVER', 'OWNER'],
  decide: ['APPROVER', 'OWNER'],
  configure: ['OWNER'],
} as const satisfies Record<string, Role[]>;

export type Permission = keyof typeof MAY;

/** Whether an admin may do this at a portal. Null is for things that belong to no portal: they take a role for all portals. */
export function may(admin: AdminWithRoles, permission: Permission, portalId: string | null): boolean {
  return rolesFor(admin, permission).some((role) => role.portalId === null || role.portalId === portalId);
}

/** Whether an admin may do this at all portals, including future ones. */
export function mayEverywhere(admin: AdminWithRoles, permission: Permission): boolean {
  return rolesFor(admin, permission).some((role) => role.portalId === null);
}

/**
 * The Prisma filter for rows of the portals that an admin may read: `{ portalId }`, which leaves out rows of no portal; `{}`
 * for all rows.
 */
export function inReach(admin: AdminWithRoles): { portalId?: { in: string[] } } {
  if (mayEverywhere(admin, 'read')) return {};
  return { portalId: { in: rolesFor(admin, 'read').flatMap(({ portalId }) => portalId ?? []) } };
}

function rolesFor(admin: AdminWithRoles, permission: Permission): AdminRole[] {
  const allowed: readonly Role[] = MAY[permission];
  return admin.roles.filter(({ role }) => allowed.includes(role));
}
