import { type Me, useSession } from './session.tsx';

/** What the API allows an admin. It decides; these only save a person from trying in vain. */
export type Rights = {
  /** May approve, reject, invite, ask and note. */
  mayDecide: boolean;
  /** May change settings, rules, connections and admins. */
  isOwner: boolean;
};

/** @param slug the portal; null for a right at all portals and for the installation */
export function rightsOf({ roles }: Me, slug: string | null): Rights {
  const here = roles.filter(({ portal }) => !portal || portal.slug === slug).map(({ role }) => role);
  const isOwner = here.includes('OWNER');
  return { isOwner, mayDecide: isOwner || here.includes('APPROVER') };
}

export const useRights = (slug: string | null): Rights => rightsOf(useSession().me, slug);
