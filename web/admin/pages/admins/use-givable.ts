import type { Role } from '../../generated/operations.ts';
import { rightsOf } from '../../session/rights.ts';
import { useSession } from '../../session/session.tsx';
import type { Givable } from './role-fields.tsx';

const ROLES = ['VIEWER', 'APPROVER', 'OWNER'] as const satisfies Role[];

/** The roles that this admin may give to others: all of them, wherever this admin is an owner. */
export function useGivableToAdmins(): Givable[] {
  return usePlaces().flatMap(({ portal, highest }) => (highest === 'OWNER' ? [{ portal, roles: [...ROLES] }] : []));
}

/** The roles that this admin may give to an API token: those that this admin has. */
export function useGivableToTokens(): Givable[] {
  return usePlaces().flatMap(({ portal, highest }) =>
    highest ? [{ portal, roles: ROLES.slice(0, ROLES.indexOf(highest) + 1) }] : [],
  );
}

/** All portals at once, and each portal, with the highest role of this admin there. */
function usePlaces() {
  const { me, portals } = useSession();
  return [null, ...portals].map((portal) => {
    const slug = portal?.slug ?? null;
    const { isOwner, mayDecide } = rightsOf(me, slug);
    const isThere = me.roles.some((one) => !one.portal || one.portal.slug === slug);
    const highest = isOwner ? 'OWNER' : mayDecide ? 'APPROVER' : isThere ? 'VIEWER' : null;
    return { portal, highest } as const;
  });
}
