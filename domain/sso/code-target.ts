import type { App } from '../app.ts';
import { publicUrlOf } from '../portals/portal-links.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { SsoRefusal } from './refusal.ts';

const CHALLENGE = /^[\w-]{43}$/; // RFC 7636, 4.2: a SHA-256 in base64url

/** How a log-in ends: with a code for whoever has the verifier of the challenge, at this address; or with a cookie. */
export type CodeTarget = { challenge: string; callback: string } | { challenge: null; callback: null };

/**
 * How a log-in is to end. A page on our own origin gets a cookie, and so does whoever asks for nothing else. A client of another
 * origin gets a code, at an address that the portal's admins registered and nowhere else (RFC 9700, 4.1): whoever makes the link
 * also chooses the challenge, so the code must not come to a page that might pass it on.
 * @param returnTo where the person wants to go in the end, if that is good
 * @throws SsoRefusal (MISCONFIGURED) if it is not said who gets the code
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
  if (ssoCallbacks.length === 0)
    throw wrong('The client asked for a code, but the portal has no `ssoCallbacks` to send it to.');
  if (callback === null && ssoCallbacks.length > 1)
    throw wrong('The client sent no `callback`, but the portal has several `ssoCallbacks`.');
  const named = callback === null ? ssoCallbacks[0] : ssoCallbacks.find((known) => known === URL.parse(callback)?.href);
  if (!named) throw wrong('The `callback` of the client is not one of the `ssoCallbacks` of the portal.');
  return { challenge, callback: named };
}
