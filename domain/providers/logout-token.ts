import { z } from 'zod';
import type { App } from '../app.ts';
import { isStorable } from '../text.ts';
import type { Client } from './ask-provider.ts';
import { discover } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';
import { verifyJwt } from './verify-jwt.ts';

/**
 * Anybody can send a token with an unknown key. Such tokens make us ask for new keys at most this often.
 * @limit Pause between two requests for new keys because of log-out tokens. Beyond: The token is checked with the old keys.
 */
export const KEYS_PAUSE_MS = 30_000;

/**
 * The provider sends a token as soon as it is made, and makes a new one for each retry.
 * @limit s: Age of a log-out token. Beyond: 400.
 */
export const OLDEST_S = 5 * 60;

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

const name = z.string().min(1).refine(isStorable);

/** OpenID Connect Back-Channel Logout 1.0, 2.4: a token with a nonce is an ID token, which must never be accepted here. */
const claims = z
  .object({
    iat: z.number(),
    jti: z.string().min(1),
    events: z.object({ [EVENT]: z.looseObject({}) }),
    nonce: z.never().optional(),
    sub: name.optional(),
    sid: name.optional(),
  })
  .refine(({ sub, sid }) => sub ?? sid, 'sub or sid');

/**
 * Checks and reads the logout token that a provider sends when somebody logs out there (OpenID Connect Back-Channel Logout 1.0,
 * 2.6).
 * @returns which sessions it is about: all of a subject, one by `sid`, or one by both
 * @throws ProviderFailure if it is not a valid logout token of this provider
 */
export async function readLogoutToken(
  app: App,
  connection: Client,
  token: string,
): Promise<{ subject: string | null; sid: string | null; issuedAt: Date }> {
  const metadata = await discover(app, connection);
  const payload = await verifyJwt(app, connection, metadata, token, performance.now() - KEYS_PAUSE_MS, {
    audience: connection.clientId,
    requiredClaims: ['exp'],
    maxTokenAge: OLDEST_S,
  });
  const { data, error } = claims.safeParse(payload);
  if (!data) {
    const wrong = error.issues.map(({ path, message }) => path.join('.') || message).join(', ');
    throw new ProviderFailure('INVALID_ANSWER', `The logout token is not valid: ${wrong}.`);
  }
  return { subject: data.sub ?? null, sid: data.sid ?? null, issuedAt: new Date(data.iat * 1_000) };
}
