import { setTimeout } from 'node:timers/promises';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { type AdminWithRoles, may } from '../permissions.ts';

/** Whoever asks has waited already, and a call ends within 5 s. */
const LONGEST_LOOK_MS = 500;

/** @throws NotFound for a slug that no portal has */
export async function getPortal(app: App, slug: string): Promise<Portal> {
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  if (!portal) throw new NotFound('portal');
  return portal;
}

/**
 * Where a portal's pages are, for somebody whom an error ends: while the database does not say soon, those that are served here.
 * @returns null for a slug that no portal has
 */
export async function findPages(app: App, slug: string): Promise<Pick<Portal, 'slug' | 'customPublicUrl'> | null> {
  if (!isSlug(slug)) return null;
  const served = { slug, customPublicUrl: null };
  const found = app.prisma.portal.findUnique({ where: { slug } }).catch(() => served);
  return await Promise.race([found, setTimeout(LONGEST_LOOK_MS, served, { ref: false })]);
}

/**
 * The portal whose settings an admin wants to change.
 * @throws NotAllowed to all but an OWNER, NotFound for a slug that no portal in its reach has
 */
export async function getPortalToConfigure(app: App, admin: AdminWithRoles, slug: string): Promise<Portal> {
  const portal = await getPortal(app, slug);
  if (!may(admin, 'read', portal.id)) throw new NotFound('portal');
  if (!may(admin, 'configure', portal.id)) throw new NotAllowed();
  return portal;
}

/** What may stand in an address and in a cookie's name: 1 to 63 lower-case letters, digits and inner hyphens. */
export const isSlug = (text: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
