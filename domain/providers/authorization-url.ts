import { buildAuthorizationUrl, calculatePKCECodeChallenge } from 'openid-client';
import type { App } from '../app.ts';
import type { Client } from './ask-provider.ts';
import { redirectUriFor } from './callback-address.ts';
import { configureClient } from './configure-client.ts';

/** What ties the answer of a provider to the log-in that asked for it. */
export type Check = { state: string; nonce: string; verifier: string };

/**
 * Where to send a browser for a log-in.
 * @throws ProviderFailure
 */
export async function authorizationUrl(
  app: App,
  connection: Client,
  check: Check,
  { prompt }: { prompt?: string } = {},
): Promise<URL> {
  const { config, metadata } = await configureClient(app, connection);
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
