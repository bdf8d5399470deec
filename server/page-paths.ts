import type { App } from '../domain/app.ts';
import { isPortal } from '../domain/portals/find-portal.ts';

/**
 * Returns a function that tells whether there is a page at a path, and the portal that it names. That costs one look into an index, as the
 * page itself does.
 * @param pages pages of portals by the rest of their paths, other pages by their whole path, such as `/admin/people/:id`
 */
export function pagesAt(pages: string[]): (app: App, path: string) => Promise<boolean> {
  const ofPortals = new Set(pages.filter((name) => !name.startsWith('/')));
  const others = pages.filter((name) => name.startsWith('/')).map((name) => new RegExp(`^${name.replace(/:\w+/g, '[^/]+')}$`));
  return async (app, path) => {
    const [, slug, name = ''] = /^\/p\/([^/]+)(?:\/([^/]*))?$/.exec(path) ?? [];
    if (slug === undefined) return others.some((page) => page.test(path));
    return ofPortals.has(name) && (await isPortal(app, slug));
  };
}
