import { type Admin, type AdminRole, Prisma, type Role } from '../prisma/generated/client/client.ts';

/** A null `portalId` stands for all portals. */
export type HeldRole = Pick<AdminRole, 'portalId' | 'role'>;

export type AdminWithRoles = Admin & { roles: AdminRole[] };

/**
 * An API token, with what it may do now. `makerId` is the admin who made it: null for a token with `service`, which acts for nobody.
 */
export type TokenWithRoles = {
  apiToken: { id: string; name: string };
  makerId: string | null;
  roles: HeldRole[];
  isConfirmed: true;
};

/** Who acts: an admin with a session, or an API token. */
export type Caller = AdminWithRoles | TokenWithRoles;

type WithRoles = { roles: HeldRole[] };

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
export function may(caller: WithRoles, permission: Permission, portalId: string | null): boolean {
  return rolesFor(caller, permission).some((role) => role.portalId === null || role.portalId === portalId);
}

export function mayEverywhere(caller: WithRoles, permission: Permission): boolean {
  return rolesFor(caller, permission).some((role) => role.portalId === null);
}

/**
 * The same as a condition of SQL, for what was begun earlier: whether those who signed it may still decide. A token must not be revoked,
 * but its time may be over.
 */
export const mayDecide = (adminId: Prisma.Sql, apiTokenId: Prisma.Sql, portalId: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  (${adminId} IS NULL OR EXISTS (SELECT FROM admin_roles held WHERE held.admin_id = ${adminId} AND ${decidesAt(portalId)}))
  AND (${apiTokenId} IS NULL OR EXISTS (
    SELECT FROM api_tokens JOIN api_token_roles held ON held.api_token_id = api_tokens.id
    WHERE api_tokens.id = ${apiTokenId} AND api_tokens.revoked_at IS NULL AND ${decidesAt(portalId)}
  ))
)`;

const decidesAt = (portalId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  held.role = ANY(${[...MAY.decide]}::"Role"[]) AND (held.portal_id IS NULL OR held.portal_id = ${portalId})`;

/** Who did something, as the columns of a row. A token with a maker acts for its maker. */
export const signedBy = (caller: Caller): { adminId: string | null; apiTokenId: string | null } =>
  'apiToken' in caller ? { adminId: caller.makerId, apiTokenId: caller.apiToken.id } : { adminId: caller.id, apiTokenId: null };

/** The result `{}` means all rows. `{ portalId }` also leaves out rows without a portal. */
export function inReach(caller: WithRoles, permission: Permission = 'read'): { portalId?: { in: string[] } } {
  if (mayEverywhere(caller, permission)) return {};
  return { portalId: { in: rolesFor(caller, permission).flatMap(({ portalId }) => portalId ?? []) } };
}

/** Nobody gives a role that they do not have. */
export const mayGive = (caller: WithRoles, roles: Pick<HeldRole, 'portalId'>[]): boolean =>
  roles.every(({ portalId }) => may(caller, 'manageAdmins', portalId));

/** Whether the caller has the permission at some portal. */
export const mayAnywhere = (caller: WithRoles, permission: Permission): boolean => rolesFor(caller, permission).length > 0;

function rolesFor(caller: WithRoles, permission: Permission): HeldRole[] {
  const allowed: readonly Role[] = MAY[permission];
  return caller.roles.filter(({ role }) => allowed.includes(role));
}
