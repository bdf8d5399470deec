import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { hasOwnHost } from '../portals/own-hosts.ts';
import { publicUrlOf } from '../portals/portal-links.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { SsoRefusal } from './refusal.ts';

const CHALLENGE = /^[\w-]{43}$/; // RFC 7636, 4.2: a SHA-256 in base64url

export type CodeTarget = { challenge: string; callback: string } | { challenge: null; callback: null };

/**
 * A page on our own origin gets a cookie. Other clients get a code, and only at a registered address (RFC 9700, 4.1): the
 * author of the link also chooses the challenge, so other pages must not receive the code.
 */
export function codeTargetOf(
  app: App,
  { id: connectionId, portal }: ConnectionAtPortal,
  { challenge, callback, returnTo }: { challenge: string | null; callback: string | null; returnTo: string | null },
): CodeTarget {
  const isOurs = returnTo !== null && new URL(returnTo, publicUrlOf(app, portal)).origin === app.settings.publicUrl;
  if (isOurs || (challenge === null && callback === null)) return { challenge: null, callback: null };
  const wrong = (detail: string) => new SsoRefusal('MISCONFIGURED', { portal, connectionId }, detail);
  if (!challenge || !CHALLENGE.test(challenge))
    throw wrong('The client sent no `challenge`: 43 characters in base64url, the S256 hash of its verifier.');
  const { ssoCallbacks } = portal;
  if (callback === null && ssoCallbacks.length > 1)
    throw wrong('The client sent no `callback`, but the portal has several `ssoCallbacks`.');
  const named = callback === null ? ssoCallbacks[0] : findCallback(app, portal, URL.parse(callback)?.href);
  if (named) return { challenge, callback: named };
  throw wrong(
    ssoCallbacks.length === 0
      ? 'The client asked for a code, but the portal has no `ssoCallbacks` to send it to.'
      : 'The `callback` of the client is not one of the `ssoCallbacks` of the portal.',
  );
}

/** Our own page for codes needs no entry at a host of the portal's own: admins named its URL when they set `publicUrl`. */
export function findCallback(app: App, portal: Portal, callback: string | null | undefined): string | undefined {
  const ownPage = hasOwnHost(app, portal) ? [`${publicUrlOf(app, portal)}/sso-callback`].filter(isSafeAt(app)) : [];
  return [...portal.ssoCallbacks, ...ownPage].find((known) => known === callback);
}

/** Over plain http only in development, where all of it is. */
const isSafeAt =
  ({ settings }: App) =>
  (url: string): boolean =>
    url.startsWith('https:') || settings.publicUrl.startsWith('http:');
