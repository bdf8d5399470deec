import type { Role } from '../../prisma/generated/client/client.ts';
import type { HeldRole } from '../permissions.ts';

/** Each role may do all that the roles before it may. */
const RANKS: Role[] = ['VIEWER', 'APPROVER', 'OWNER'];

/** What two sets of roles have in common: at each portal the lower one of the two. */
export function commonRoles(some: HeldRole[], others: HeldRole[]): HeldRole[] {
  const portalIds = new Set([null, ...[...some, ...others].map(({ portalId }) => portalId)]);
  return [...portalIds].flatMap((portalId) => {
    const rank = Math.min(rankAt(some, portalId), rankAt(others, portalId));
    const role = RANKS[rank];
    return role ? [{ portalId, role }] : [];
  });
}

/** Whether the roles hold this one, by itself or by a higher one. */
export const holdsRole = (roles: HeldRole[], { portalId, role }: HeldRole): boolean =>
  rankAt(roles, portalId) >= RANKS.indexOf(role);

/** The rank of the highest role that counts there, or -1. */
function rankAt(roles: HeldRole[], portalId: string | null): number {
  const there = roles.filter((held) => held.portalId === null || held.portalId === portalId);
  return Math.max(-1, ...there.map(({ role }) => RANKS.indexOf(role)));
}
