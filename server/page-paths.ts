import type { App } from '../domain/app.ts';
import { isPortal } from '../domain/portals/find-portal.ts';

/**
 * Whether there is a page at a path, and the portal that it names. That costs one look into an index, as the page itself does.
 * @param pages pages of portals by the rest of their paths, other pages by their whole path
 */
export async function isPage(app: App, pages: ReadonlySet<string>, path: string): Promise<boolean> {
  const [, slug, name = ''] = /^\/p\/([^/]+)(?:\/([^/]*))?$/.exec(path) ?? [];
  return slug === undefined ? pages.has(path) : pages.has(name) && (await isPortal(app, slug));
}
