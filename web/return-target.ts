/** Accepts only pages of this site and of the catalog's origin, so that a forged link cannot lead to another site. */
export function returnTarget(catalogUrl: string = location.origin): string | null {
  const wanted = new URLSearchParams(location.search).get('returnTo');
  if (!wanted || !URL.canParse(wanted, location.origin)) return null;
  const { protocol, origin, pathname, href } = new URL(wanted, location.origin);
  const isKnown = origin === location.origin || origin === new URL(catalogUrl).origin;
  return isKnown && /^https?:$/.test(protocol) && !pathname.startsWith('//') ? href : null;
}
