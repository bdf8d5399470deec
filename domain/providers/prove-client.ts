import { genericGrantRequest, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { sealClientSecret } from '../sso-connections/client-secret.ts';
import { newSecret } from '../tokens/secrets.ts';
import { redirectUriFor } from './callback-address.ts';
import { configureClient } from './configure-client.ts';
import { nameFailure } from './name-failure.ts';
import { ProviderFailure } from './provider-failure.ts';

/** RFC 6749, 5.2; some providers say the second to a wrong secret. */
const CLIENT_REFUSED = ['invalid_client', 'unauthorized_client'];

/**
 * Whether a provider accepts the client id and the secret of a connection, as far as it says so without a person. It is asked a second
 * time as somebody whom it cannot know: one that has nothing against that either does not look, or looks at the code first.
 * @throws ProviderFailure where it cannot be asked
 */
export async function proveClient(app: App, connection: SsoConnection): Promise<'ACCEPTED' | 'REFUSED' | 'UNTOLD'> {
  if (!(await tryClient(app, connection))) return 'REFUSED';
  return (await tryClient(app, impostorOf(app, connection))) ? 'UNTOLD' : 'ACCEPTED';
}

/** With another secret; where there is none, by another name. */
function impostorOf(app: App, connection: SsoConnection): SsoConnection {
  const { id, sealedClientSecret } = connection;
  if (!sealedClientSecret) return { ...connection, clientId: newSecret() };
  return { ...connection, sealedClientSecret: sealClientSecret(app, id, newSecret()) };
}

/**
 * Asks for tokens with a code that nobody gave: the provider refuses the client, or else the code (RFC 6749, 5.2).
 * @returns whether it has nothing against the client, or looked at the code first
 * @throws ProviderFailure where it says neither
 */
async function tryClient(app: App, connection: SsoConnection): Promise<boolean> {
  const { config, metadata } = await configureClient(app, connection);
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
