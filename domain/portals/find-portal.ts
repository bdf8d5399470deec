import { setTimeout } from 'node:timers/promises';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { portalColumns } from '../columns.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { type Caller, may } from '../permissions.ts';

/**
 * Short, because a request must end within 5 s and the person has waited already.
 * @limit Time to find the pages of a portal after an error. Beyond: The pages that Gatehouse serves are used.
 */
export const LONGEST_LOOK_MS = 500;

export async function getPortal(app: App, slug: string): Promise<Portal> {
  const [portal] = isSlug(slug)
    ? await app.prisma.$queryRaw<Portal[]>`
    SELECT ${portalColumns} FROM portals portal WHERE slug = ${slug}`
    : [];
  if (!portal) throw new NotFound('portal');
  return portal;
}

/** After an error. Returns our own pages if the database does not answer soon. */
export async function findPages(app: App, slug: string): Promise<Pick<Portal, 'slug' | 'customPublicUrl'> | null> {
  if (!isSlug(slug)) return null;
  const served = { slug, customPublicUrl: null };
  const found = app.prisma.portal.findUnique({ where: { slug } }).catch(() => served);
  return await Promise.race([found, setTimeout(LONGEST_LOOK_MS, served, { ref: false })]);
}

/** Returns true if the database does not answer soon. */
export async function isPortal(app: App, slug: string): Promise<boolean> {
  if (!isSlug(slug)) return false;
  const found = app.prisma.portal.findUnique({ where: { slug }, select: { id: true } }).then(Boolean, () => true);
  return await Promise.race([found, setTimeout(LONGEST_LOOK_MS, true, { ref: false })]);
}

export async function getPortalToConfigure(app: App, caller: Caller, slug: string): Promise<Portal> {
  const portal = await getPortal(app, slug);
  if (!may(caller, 'read', portal.id)) throw new NotFound('portal');
  if (!may(caller, 'configure', portal.id)) throw new NotAllowed();
  return portal;
}

/** 1 to 63 characters, because it is part of URLs and cookie names. */
export const isSlug = (text: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
