import type { App } from '../domain/app.ts';
import { isPortal } from '../domain/portals/find-portal.ts';
import type { OwnPages } from '../domain/portals/own-hosts.ts';

const PAGE = /^\/p\/([^/]+)(?:\/([^/]*))?$/;

/**
 * Returns functions that tell whether there is a page at a path.
 * @param pages pages of portals by the rest of their paths, other pages by their whole path, such as `/admin/people/:id`
 */
export function pagesAt(pages: string[]) {
  const ofPortals = new Set(pages.filter((name) => !name.startsWith('/')));
  const others = pages.filter((name) => name.startsWith('/')).map((name) => new RegExp(`^${name.replace(/:\w+/g, '[^/]+')}$`));
  return {
    /** And the portal that the path names. That costs one look into an index, as the page itself does. */
    isPage: async (app: App, path: string): Promise<boolean> => {
      const [, slug, name = ''] = PAGE.exec(path) ?? [];
      if (slug === undefined) return others.some((page) => page.test(path));
      return ofPortals.has(name) && (await isPortal(app, slug));
    },
    /** At the host of a portal's own. */
    isOwnPage: (path: string, own: OwnPages): boolean => {
      const [, slug, name = ''] = PAGE.exec(pathHere(path, own) ?? '') ?? [];
      return slug !== undefined && ofPortals.has(name);
    },
  };
}

/** The path, at the host of the installation, of a page at the host of a portal's own. Null outside of its pages. */
export function pathHere(path: string, own: OwnPages): string | null {
  if (path !== own.path && !path.startsWith(`${own.path}/`)) return null;
  const rest = path.slice(own.path.length);
  return `/p/${own.slug}${rest === '/' ? '' : rest}`;
}
