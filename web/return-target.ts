/**
 * Where the person wants to go in the end, from `returnTo` in this page's URL. Only pages here and on the catalog's origin
 * count, so that a forged link leads nobody to another site.
 * @returns null if there is none that counts
 */
export function returnTarget(catalogUrl: string = location.origin): string | null {
  const wanted = new URLSearchParams(location.search).get('returnTo');
  if (!wanted || !URL.canParse(wanted, location.origin)) return null;
  const { protocol, origin, pathname, href } = new URL(wanted, location.origin);
  const isKnown = origin === location.origin || origin === new URL(catalogUrl).origin;
  return isKnown && /^https?:$/.test(protocol) && !pathname.startsWith('//') ? href : null;
}
