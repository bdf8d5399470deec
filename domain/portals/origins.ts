import type { App } from '../app.ts';
import { isSlug } from './find-portal.ts';
import { originsOf } from './links.ts';

/** Whether pages of this origin may call the API: it is the origin of this installation or of any portal. */
export async function isKnownOrigin(app: App, origin: string): Promise<boolean> {
  if (origin === app.settings.publicUrl) return true;
  const candidates = await app.prisma.portal.findMany({
    where: {
      OR: [{ origins: { has: origin } }, { customPublicUrl: { startsWith: origin } }, { catalogUrl: { startsWith: origin } }],
    },
  });
  return candidates.some((portal) => originsOf(app, portal).includes(origin));
}

/** Whether pages of this origin may act for people who are logged in at one portal. */
export async function isOriginOf(app: App, slug: string, origin: string): Promise<boolean> {
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  return portal !== null && originsOf(app, portal).includes(origin);
}
