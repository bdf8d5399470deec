import type { IncomingMessage } from 'node:http';

/**
 * The origin of the page that sent a request, if it is another one than where we answer. A page that is served at the same
 * origin by a proxy in front of us is not foreign: its browser keeps cookies of that origin. Clients that are no browser send
 * neither header.
 * @returns null if no page sent it, or one of our pages; the text `null` if the page cannot tell, or a proxy removed the header
 */
export function foreignOrigin({ headers, method }: IncomingMessage, publicUrl: string): string | null {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || origin === publicUrl) return null;
  if (origin !== undefined) return origin;
  // Browsers name the origin of a page with each POST, but not when they are sent somewhere, as by a provider.
  const isFromPage = site === 'same-site' || site === 'cross-site';
  return method === 'POST' && isFromPage ? 'null' : null;
}
