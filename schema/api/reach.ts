import { NotAllowed } from '../../domain/errors.ts';
import { inReach, may } from '../../domain/permissions.ts';
import { isSlug } from '../../domain/portals/find-portal.ts';
import type { Context } from './context.ts';

/** Prisma's filter for rows of some portals. Empty for all. */
export type Reach = { portalId?: string | { in: string[] } };

/**
 * Where a list of the admin looks: at the portal with this slug, or at all portals of the admin.
 * @throws NotAllowed to strangers, and for a portal out of reach whether or not it exists
 */
export async function reachOf({ app, caller }: Context, slug: string | null | undefined): Promise<Reach> {
  const me = await caller();
  if (!me) throw new NotAllowed();
  if (slug == null) return inReach(me);
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  if (!portal || !may(me, 'read', portal.id)) throw new NotAllowed();
  return { portalId: portal.id };
}
