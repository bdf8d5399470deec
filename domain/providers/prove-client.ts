import { genericGrantRequest, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import type { App } from '../app.ts';
import { newSecret } from '../tokens/secrets.ts';
import type { Client } from './ask-provider.ts';
import { redirectUriFor } from './callback-address.ts';
import { sealClientSecret } from './client-secret.ts';
import { configureClient } from './configure-client.ts';
import { nameFailure } from './name-failure.ts';
import { ProviderFailure } from './provider-failure.ts';

/** RFC 6749, 5.2. Some providers send the second code for a wrong secret. */
const CLIENT_REFUSED = ['invalid_client', 'unauthorized_client'];

/** Also tries wrong credentials: if the provider does not refuse them, it checks the code first and proves nothing. */
export async function proveClient(app: App, connection: Client): Promise<'ACCEPTED' | 'REFUSED' | 'UNTOLD'> {
  if (!(await tryClient(app, connection))) return 'REFUSED';
  return (await tryClient(app, impostorOf(app, connection))) ? 'UNTOLD' : 'ACCEPTED';
}

function impostorOf(app: App, connection: Client): Client {
  const { id, sealedClientSecret } = connection;
  if (!sealedClientSecret) return { ...connection, clientId: newSecret() };
  return { ...connection, sealedClientSecret: sealClientSecret(app, id, newSecret()) };
}

/** Uses a made-up code. True if the provider refused the code, false if it refused the client (RFC 6749, 5.2). */
async function tryClient(app: App, connection: Client): Promise<boolean> {
  const { config, metadata } = await configureClient(app, connection);
  const redirect_uri = redirectUriFor(app, connection, metadata);
  const madeUp = { code: 'none', code_verifier: crypto.randomUUID() + crypto.randomUUID(), redirect_uri };
  try {
    await genericGrantRequest(config, 'authorization_code', madeUp);
  } catch (error) {
    return refusesCode(error);
  }
  throw new ProviderFailure('INVALID_ANSWER', 'The provider gives tokens for an invalid code.');
}

function refusesCode(error: unknown): boolean {
  const failure = nameFailure(error);
  if (error instanceof WWWAuthenticateChallengeError) return false;
  if (!(error instanceof ResponseBodyError) || failure.reason === 'UNAVAILABLE') throw failure;
  return error.status !== 401 && !CLIENT_REFUSED.includes(error.error);
}
