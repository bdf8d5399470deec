import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Check } from '../providers/authorization-url.ts';

/**
 * All values come from a secret of the browser, so the database stores none. `state` shows the slug, so a browser without the
 * secret still gets the page of the portal.
 */
export function checksOf(secret: string, slug: string): Check {
  const derive = (name: string) => createHmac('sha256', secret).update(`gatehouse sso ${name}`).digest('base64url');
  return { state: `${slug}.${derive('state')}`, nonce: derive('nonce'), verifier: derive('verifier') };
}

/** The slug proves nothing, because anybody can write one. */
export const slugIn = (state: string): string => state.split('.', 1)[0] ?? '';

/** Part of the cookie name, so that a browser can have several attempts at once. */
export const attemptNameOf = (state: string): string => state.split('.')[1]?.slice(0, 12) ?? '';

/** Compares in constant time. */
export function isStateOf(secret: string, state: string): boolean {
  const expected = Buffer.from(checksOf(secret, slugIn(state)).state);
  const given = Buffer.from(state);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
