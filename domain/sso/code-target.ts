import type { App } from '../app.ts';
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
  if (ssoCallbacks.length === 0)
    throw wrong('The client asked for a code, but the portal has no `ssoCallbacks` to send it to.');
  if (callback === null && ssoCallbacks.length > 1)
    throw wrong('The client sent no `callback`, but the portal has several `ssoCallbacks`.');
  const named = callback === null ? ssoCallbacks[0] : ssoCallbacks.find((known) => known === URL.parse(callback)?.href);
  if (!named) throw wrong('The `callback` of the client is not one of the `ssoCallbacks` of the portal.');
  return { challenge, callback: named };
}
