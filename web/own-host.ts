const { portal, path: above = '' } = document.querySelector<HTMLElement>('#root')?.dataset ?? {};

/** The portal at whose own host this page is, as the server says. Null at the host of the installation. */
export const ownPortal: string | null = portal ?? null;

/** The path above the pages of a portal. */
export const pathOf = (slug: string): string => (ownPortal === null ? `/p/${slug}` : above);

/** The portal and the name of the page at a path. Null where no page can be. */
export function pageAt(path: string): { slug: string; name: string } | null {
  const here =
    ownPortal === null ? path : `${path}/`.startsWith(`${above}/`) ? `/p/${ownPortal}${path.slice(above.length)}` : '';
  const [, slug, name = ''] = /^\/p\/([^/]+)(?:\/([^/]*))?\/?$/.exec(here) ?? [];
  return slug ? { slug, name } : null;
}
