import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Check } from '../providers/authorization-url.ts';

/** Stands for the slug in the attempts of admins. No slug has an underscore. */
export const ADMIN_REALM = '_admin';

export const realmOf = ({ portal }: { portal: { slug: string } | null }): string => portal?.slug ?? ADMIN_REALM;

/**
 * All values come from a secret of the browser, so the database stores none. `state` shows the realm, so a browser without the
 * secret still gets the page of the portal.
 */
export function checksOf(secret: string, realm: string): Check {
  const derive = (name: string) => createHmac('sha256', secret).update(`gatehouse sso ${name}`).digest('base64url');
  return { state: `${realm}.${derive('state')}`, nonce: derive('nonce'), verifier: derive('verifier') };
}

/** A slug or ADMIN_REALM. It proves nothing, because anybody can write one. */
export const realmIn = (state: string): string => state.split('.', 1)[0] ?? '';

/** Part of the cookie name, so that a browser can have several attempts at once. */
export const attemptNameOf = (state: string): string => state.split('.')[1]?.slice(0, 12) ?? '';

/** Compares in constant time. */
export function isStateOf(secret: string, state: string): boolean {
  const expected = Buffer.from(checksOf(secret, realmIn(state)).state);
  const given = Buffer.from(state);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
