import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Check } from '../providers/authorization-url.ts';

/**
 * The checks of one way to a provider, all derived from a secret that the browser alone holds: the database keeps none of them.
 * @param slug of the portal; it stands in `state` in clear, so that whoever comes back without the secret is still shown the portal's page
 */
export function checksOf(secret: string, slug: string): Check {
  const derive = (name: string) => createHmac('sha256', secret).update(`gatehouse sso ${name}`).digest('base64url');
  return { state: `${slug}.${derive('state')}`, nonce: derive('nonce'), verifier: derive('verifier') };
}

/** The portal that a `state` speaks of; nothing is proved by it. */
export const slugIn = (state: string): string => state.split('.', 1)[0] ?? '';

/** What a browser's cookie for one way is told apart by. */
export const attemptNameOf = (state: string): string => state.split('.')[1]?.slice(0, 12) ?? '';

export function isStateOf(secret: string, state: string): boolean {
  const expected = Buffer.from(checksOf(secret, slugIn(state)).state);
  const given = Buffer.from(state);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
