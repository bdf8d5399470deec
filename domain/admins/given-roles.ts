import * as z from 'zod';
import type { Role } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import type { Issue } from '../issue.ts';
import { type AdminWithRoles, may, mayAnywhere, mayGive } from '../permissions.ts';

/** @limit roles: Roles in one input. Beyond: InvalidInput. */
export const MOST_GIVEN_ROLES = 100;

/** A null `portalId` means all portals. */
export type GivenRole = { portalId: string | null; role: Role };

export const roleInput = z.enum(['OWNER', 'APPROVER', 'VIEWER']);

export const rolesInput = z
  .array(z.object({ portal: z.string().nullish(), role: roleInput }))
  .min(1, 'Must have at least one entry.')
  .max(MOST_GIVEN_ROLES, `Must have at most ${MOST_GIVEN_ROLES} entries.`);

/** The roles that an admin wants to give to another admin. */
export async function findGivenRoles(
  app: App,
  admin: AdminWithRoles,
  input: z.output<typeof rolesInput>,
): Promise<GivenRole[]> {
  if (!mayAnywhere(admin, 'manageAdmins')) throw new NotAllowed();
  const given = await findNamedRoles(app, admin, input);
  checkMayGive(admin, given);
  return given;
}

/** Portals that the admin cannot read do not exist for the admin. */
export async function findNamedRoles(
  { prisma }: App,
  admin: AdminWithRoles,
  input: z.output<typeof rolesInput>,
): Promise<GivenRole[]> {
  const slugs = input.flatMap(({ portal }) => portal ?? []);
  const portals = await prisma.portal.findMany({ where: { slug: { in: slugs } }, select: { id: true, slug: true } });
  const known = new Map(portals.filter(({ id }) => may(admin, 'read', id)).map(({ id, slug }) => [slug, id]));

  const issues = input.flatMap(({ portal }, at): Issue[] => {
    const path = ['roles', String(at), 'portal'];
    if (portal != null && !known.has(portal)) return [{ path, code: 'UNKNOWN_CHOICE', message: 'There is no such portal.' }];
    const isRepeated = input.findIndex((other) => (other.portal ?? null) === (portal ?? null)) < at;
    return isRepeated ? [{ path, code: 'DUPLICATE', message: 'Give one role for each portal.' }] : [];
  });
  if (issues.length > 0) throw new InvalidInput(issues);
  return input.map(({ portal, role }) => ({ portalId: portal == null ? null : (known.get(portal) ?? null), role }));
}

/** Where an event about roles belongs: to the portal that all of them are for, else to the installation. */
export function onlyPortalOf(roles: GivenRole[]): string | null {
  const [first] = roles;
  return first && roles.every(({ portalId }) => portalId === first.portalId) ? first.portalId : null;
}

/** As events show roles. */
export const rolesOf = (roles: GivenRole[]): GivenRole[] => roles.map(({ portalId, role }) => ({ portalId, role }));

export function checkMayGive(admin: AdminWithRoles, given: GivenRole[]): void {
  if (!mayGive(admin, given)) throw new NotAllowed();
}
