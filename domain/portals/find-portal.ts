import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotFound } from '../errors.ts';

/** @throws NotFound for a slug that no portal has */
export async function getPortal(app: App, slug: string): Promise<Portal> {
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  if (!portal) throw new NotFound('portal');
  return portal;
}

/** What may stand in an address and in a cookie's name: 1 to 63 lower-case letters, digits and inner hyphens. */
export const isSlug = (text: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
