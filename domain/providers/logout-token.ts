import * as z from 'zod';
import type { App } from '../app.ts';
import { isStorable } from '../text.ts';
import type { Client } from './ask-provider.ts';
import { discover } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';
import { verifyJwt } from './verify-jwt.ts';

// Anybody can send a token with an unknown key, so we limit our requests for new keys.
/** @limit Pause between two requests for new keys because of log-out tokens. Beyond: The token is checked with the old keys. */
export const KEYS_PAUSE_MS = 30_000;

// The provider makes a new token for each retry.
/** @limit s: Age of a log-out token. Beyond: 400. */
export const OLDEST_S = 5 * 60;

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

const name = z.string().min(1).refine(isStorable);

/** Back-Channel Logout 1.0, 2.4: a token with a nonce is an ID token. We must never accept it here. */
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

/** OpenID Connect Back-Channel Logout 1.0, 2.6. A token with a subject and no `sid` ends all sessions of the subject. */
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
