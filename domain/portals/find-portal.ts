import { setTimeout } from 'node:timers/promises';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { type AdminWithRoles, may } from '../permissions.ts';

/**
 * Short, because the person has waited already and a request has to end within 5 s.
 * @limit Time to find the pages of a portal after an error. Beyond: The pages that Gatehouse serves are used.
 */
export const LONGEST_LOOK_MS = 500;

/** The portal with this slug. */
export async function getPortal(app: App, slug: string): Promise<Portal> {
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  if (!portal) throw new NotFound('portal');
  return portal;
}

/**
 * What `pageUrl` needs to link to a page of a portal after an error. If the database does not answer soon, the pages served
 * here.
 * @returns null if no portal has this slug
 */
export async function findPages(app: App, slug: string): Promise<Pick<Portal, 'slug' | 'customPublicUrl'> | null> {
  if (!isSlug(slug)) return null;
  const served = { slug, customPublicUrl: null };
  const found = app.prisma.portal.findUnique({ where: { slug } }).catch(() => served);
  return await Promise.race([found, setTimeout(LONGEST_LOOK_MS, served, { ref: false })]);
}

/** Whether there is a portal with this slug. If the database does not answer soon, as if there were. */
export async function isPortal(app: App, slug: string): Promise<boolean> {
  if (!isSlug(slug)) return false;
  const found = app.prisma.portal.findUnique({ where: { slug }, select: { id: true } }).then(Boolean, () => true);
  return await Promise.race([found, setTimeout(LONGEST_LOOK_MS, true, { ref: false })]);
}

/** The portal whose settings an admin wants to change. */
export async function getPortalToConfigure(app: App, admin: AdminWithRoles, slug: string): Promise<Portal> {
  const portal = await getPortal(app, slug);
  if (!may(admin, 'read', portal.id)) throw new NotFound('portal');
  if (!may(admin, 'configure', portal.id)) throw new NotAllowed();
  return portal;
}

/** Whether a text can be a slug, in URLs and in names of cookies: 1 to 63 lower-case letters, digits and inner hyphens. */
export const isSlug = (text: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
