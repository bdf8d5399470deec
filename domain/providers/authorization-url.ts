import { buildAuthorizationUrl, calculatePKCECodeChallenge } from 'openid-client';
import type { App } from '../app.ts';
import type { Client } from './ask-provider.ts';
import { redirectUriFor } from './callback-address.ts';
import { configureClient } from './configure-client.ts';

export type Check = { state: string; nonce: string; verifier: string };

/** OpenID Connect Core 1.0, 3.1.2.1 */
const PARAMETERS = {
  AS_USUAL: {},
  /** A logged-in person has to log in again. With `max_age` the provider also sends the time of that log-in. */
  LOG_IN_ANEW: { prompt: 'login', max_age: '0' },
  SILENTLY: { prompt: 'none' },
};

export async function authorizationUrl(app: App, connection: Client, check: Check, how: keyof typeof PARAMETERS): Promise<URL> {
  const { config, metadata } = await configureClient(app, connection);
  return buildAuthorizationUrl(config, {
    redirect_uri: redirectUriFor(app, connection, metadata),
    scope: connection.scopes.join(' '),
    state: check.state,
    nonce: check.nonce,
    code_challenge: await calculatePKCECodeChallenge(check.verifier),
    code_challenge_method: 'S256',
    ...PARAMETERS[how],
  });
}
