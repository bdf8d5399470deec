import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Check } from '../providers/authorization-url.ts';

/**
 * The checks of one attempt to log in at a provider. All are derived from a secret that only the browser holds, so the database
 * keeps none.
 * @param slug of the portal. `state` holds it in clear text: a browser that comes back without the secret still gets the
 * portal's page.
 */
export function checksOf(secret: string, slug: string): Check {
  const derive = (name: string) => createHmac('sha256', secret).update(`gatehouse sso ${name}`).digest('base64url');
  return { state: `${slug}.${derive('state')}`, nonce: derive('nonce'), verifier: derive('verifier') };
}

/** The slug in a `state`. It proves nothing: anybody can write one. */
export const slugIn = (state: string): string => state.split('.', 1)[0] ?? '';

/** Part of the name of the cookie that holds the secret of an attempt, so that a browser can have several. */
export const attemptNameOf = (state: string): string => state.split('.')[1]?.slice(0, 12) ?? '';

/** Whether a `state` was derived from this secret. Compares in constant time. */
export function isStateOf(secret: string, state: string): boolean {
  const expected = Buffer.from(checksOf(secret, slugIn(state)).state);
  const given = Buffer.from(state);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
