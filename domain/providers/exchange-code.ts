import { authorizationCodeGrant, fetchUserInfo } from 'openid-client';
import type { App } from '../app.ts';
import type { Client } from './ask-provider.ts';
import type { Check } from './authorization-url.ts';
import { requireOwnAddress } from './callback-address.ts';
import { configureClient } from './configure-client.ts';
import { addMissingClaims, lacksClaims } from './missing-claims.ts';
import { nameFailure } from './name-failure.ts';
import { ProviderFailure } from './provider-failure.ts';
import type { Claims } from './read-claim.ts';
import { verifyJwt } from './verify-jwt.ts';

// Some providers date their tokens back by 5 minutes for clients with slow clocks.
/** @limit s: Age of an ID token. Beyond: The log-in fails with INVALID_ANSWER. */
export const OLDEST_ID_TOKEN_S = 10 * 60;

export type Answer = { claims: Claims; idToken: string; lack: ProviderFailure | null };

/** `lack` says why the userinfo endpoint failed. Checks state and issuer before it asks the provider (R37). */
export async function exchangeCode(app: App, connection: Client, callback: URL, check: Check): Promise<Answer> {
  const { config, metadata } = await configureClient(app, connection);
  requireOwnAddress(app, connection, metadata, callback);
  try {
    const checks = { expectedState: check.state, expectedNonce: check.nonce, pkceCodeVerifier: check.verifier };
    const { id_token: idToken = '', access_token } = await authorizationCodeGrant(config, callback, checks);
    // The library does not check the signature here (DECISIONS.md, 25).
    const claims = await verifyJwt(app, connection, metadata, idToken, performance.now(), {
      audience: connection.clientId,
      requiredClaims: ['sub', 'exp'],
      maxTokenAge: OLDEST_ID_TOKEN_S,
    });
    if (!metadata.userinfo_endpoint || !lacksClaims(connection, claims)) return { claims, idToken, lack: null };
    const userinfo = await fetchUserInfo(config, access_token, claims.sub ?? '').catch(nameFailure);
    if (userinfo instanceof ProviderFailure) return { claims, idToken, lack: userinfo };
    return { claims: addMissingClaims(connection, claims, userinfo), idToken, lack: null };
  } catch (error) {
    throw nameFailure(error);
  }
}
