import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type ClientAuth,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  fetchUserInfo,
  genericGrantRequest,
  None,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { openClientSecret } from '../sso-connections/client-secret.ts';
import { redirectUriFor, requireOwnAddress } from './callback-address.ts';
import { discover, type Metadata } from './discover.ts';
import { addMissingClaims, lacksClaims } from './missing-claims.ts';
import { nameFailure } from './name-failure.ts';
import { ProviderFailure } from './provider-failure.ts';
import type { Claims } from './read-claim.ts';
import { signingAlgorithmsOf, verifyJwt } from './verify-jwt.ts';

/** As long as a way may take. Not less: some providers date their tokens back by 5 minutes, for clocks that are behind. */
const OLDEST_ID_TOKEN_S = 10 * 60;

/** RFC 6749, 5.2; some providers say the second to a wrong secret. */
const CLIENT_REFUSED = ['invalid_client', 'unauthorized_client'];

/** What ties the way back to the way there. */
export type Check = { state: string; nonce: string; verifier: string };

/**
 * What to register at the provider as redirect address; it depends on what the provider can do.
 * @throws ProviderFailure
 */
export async function redirectUriOf(app: App, connection: SsoConnection): Promise<string> {
  return redirectUriFor(app, connection, await discover(app, connection.issuer));
}

/**
 * Where to send a browser for a log-in.
 * @throws ProviderFailure
 */
export async function authorizationUrl(
  app: App,
  connection: SsoConnection,
  check: Check,
  { prompt }: { prompt?: string } = {},
): Promise<URL> {
  const { config, metadata } = await configure(app, connection);
  return buildAuthorizationUrl(config, {
    redirect_uri: redirectUriFor(app, connection, metadata),
    scope: connection.scopes.join(' '),
    state: check.state,
    nonce: check.nonce,
    code_challenge: await calculatePKCECodeChallenge(check.verifier),
    code_challenge_method: 'S256',
    ...(prompt && { prompt }),
  });
}

/**
 * Takes what a browser brought back, and asks the provider who that is.
 * @param callback the address as it arrived, on our public URL
 * @returns the claims of the ID token, with those of the userinfo endpoint for what the connection maps and the token lacks
 * @throws ProviderFailure; where the answer is not of this provider to this log-in, before the provider is asked anything (R37)
 */
export async function exchangeCode(
  app: App,
  connection: SsoConnection,
  callback: URL,
  check: Check,
): Promise<{ claims: Claims; idToken: string }> {
  const { config, metadata } = await configure(app, connection);
  requireOwnAddress(app, connection, metadata, callback);
  try {
    const checks = { expectedState: check.state, expectedNonce: check.nonce, pkceCodeVerifier: check.verifier };
    const { id_token: idToken = '', access_token } = await authorizationCodeGrant(config, callback, checks);
    // The library checks no signature unless told, and then knows a key that is seconds old only after a minute.
    const claims = await verifyJwt(app, metadata, idToken, Date.now(), {
      audience: connection.clientId,
      requiredClaims: ['sub', 'exp'],
      maxTokenAge: OLDEST_ID_TOKEN_S,
    });
    if (!metadata.userinfo_endpoint || !lacksClaims(connection, claims)) return { claims, idToken };
    const userinfo = await fetchUserInfo(config, access_token, claims.sub ?? '');
    return { claims: addMissingClaims(connection, claims, userinfo), idToken };
  } catch (error) {
    throw nameFailure(error);
  }
}

/**
 * Where to send a browser to log out at the provider as well (OpenID Connect RP-Initiated Logout 1.0).
 * @param returnTo where the provider sends it then; it has to know the address
 * @returns null where the provider offers none, or cannot be asked now
 */
export async function logOutUrl(
  app: App,
  connection: SsoConnection,
  session: { idToken: string | null },
  returnTo: string,
): Promise<string | null> {
  try {
    const { config, metadata } = await configure(app, connection);
    if (!metadata.end_session_endpoint) return null;
    const hint = session.idToken && { id_token_hint: session.idToken };
    return buildEndSessionUrl(config, { ...hint, post_logout_redirect_uri: returnTo }).href;
  } catch (error) {
    if (error instanceof ProviderFailure) return null;
    throw error;
  }
}

/**
 * Asks for tokens with a code that nobody gave: the provider refuses the client, or else the code (RFC 6749, 5.2).
 * @returns whether it has nothing against the client, or looked at the code first
 * @throws ProviderFailure where it says neither
 */
export async function tryClient(app: App, connection: SsoConnection): Promise<boolean> {
  const { config, metadata } = await configure(app, connection);
  const redirect_uri = redirectUriFor(app, connection, metadata);
  const made_up = { code: 'none', code_verifier: crypto.randomUUID() + crypto.randomUUID(), redirect_uri };
  try {
    await genericGrantRequest(config, 'authorization_code', made_up);
  } catch (error) {
    return refusesCode(error);
  }
  throw new ProviderFailure('INVALID_ANSWER', 'The provider gives tokens for a code that is none.');
}

/** @throws ProviderFailure where neither the code nor the client is refused */
function refusesCode(error: unknown): boolean {
  const failure = nameFailure(error);
  if (error instanceof WWWAuthenticateChallengeError) return false;
  if (!(error instanceof ResponseBodyError) || failure.reason === 'UNAVAILABLE') throw failure;
  return error.status !== 401 && !CLIENT_REFUSED.includes(error.error);
}

/** What the library needs to speak to this provider. It costs little, so that a changed secret counts at once. */
async function configure(app: App, connection: SsoConnection): Promise<{ config: Configuration; metadata: Metadata }> {
  const metadata = await discover(app, connection.issuer);
  const id_token_signing_alg_values_supported = signingAlgorithmsOf(metadata);
  if (id_token_signing_alg_values_supported.length === 0) {
    throw new ProviderFailure('MISCONFIGURED', 'The provider announces no signature that others than it cannot make.');
  }
  const server = { ...metadata, id_token_signing_alg_values_supported };
  const config = new Configuration(server, connection.clientId, {}, clientAuthOf(app, connection, metadata));
  config[customFetch] = app.providers.fetch;
  // Which hosts may be asked over plain http is decided where they are asked.
  allowInsecureRequests(config);
  return { config, metadata };
}

function clientAuthOf(
  app: App,
  { id, sealedClientSecret }: SsoConnection,
  { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] }: Metadata,
): ClientAuth {
  if (!sealedClientSecret) return None();
  const secret = openClientSecret(app, id, sealedClientSecret);
  if (!secret)
    throw new ProviderFailure('MISCONFIGURED', 'The client secret was sealed under a key that is gone: enter it again.');
  const postOnly = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return postOnly ? ClientSecretPost(secret) : basicAuth(secret);
}

/**
 * RFC 6749, 2.3.1. The library escapes dashes and underscores, too: right, but not every provider undoes it, and what need not be
 * escaped is read alike by all.
 */
function basicAuth(secret: string): ClientAuth {
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  return (_, { client_id }, __, headers) => {
    const credentials = Buffer.from(`${encode(client_id)}:${encode(secret)}`).toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };
}
