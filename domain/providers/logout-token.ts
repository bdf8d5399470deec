import { z } from 'zod';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { isStorable } from '../input.ts';
import { discover } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';
import { verifyJwt } from './verify-jwt.ts';

/** Anybody may send a token under a key that nobody knows: it makes us ask for keys this often at most. */
const KEYS_PAUSE_MS = 30_000;

/** The provider sends it at once, and makes a new one if it has to try again. */
const OLDEST_S = 5 * 60;

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

const name = z.string().min(1).refine(isStorable);

/** OpenID Connect Back-Channel Logout 1.0, 2.4: a nonce makes it an ID token, which is never taken for this. */
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
 * What a provider says when somebody logs out there (OpenID Connect Back-Channel Logout 1.0, 2.6).
 * @returns whom it is about: everything of a subject, one session at the provider, or that session of that subject
 * @throws ProviderFailure
 */
export async function readLogoutToken(
  app: App,
  connection: SsoConnection,
  token: string,
): Promise<{ subject: string | null; sid: string | null; issuedAt: Date }> {
  const metadata = await discover(app, connection.issuer);
  const payload = await verifyJwt(app, metadata, token, Date.now() - KEYS_PAUSE_MS, {
    audience: connection.clientId,
    requiredClaims: ['exp'],
    maxTokenAge: OLDEST_S,
  });
  const { data, error } = claims.safeParse(payload);
  if (!data) {
    const wrong = error.issues.map(({ path, message }) => path.join('.') || message).join(', ');
    throw new ProviderFailure('INVALID_ANSWER', `The logout token is not as it must be: ${wrong}.`);
  }
  return { subject: data.sub ?? null, sid: data.sid ?? null, issuedAt: new Date(data.iat * 1_000) };
}
