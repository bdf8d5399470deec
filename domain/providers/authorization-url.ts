import { buildAuthorizationUrl, calculatePKCECodeChallenge } from 'openid-client';
import type { App } from '../app.ts';
import type { Client } from './ask-provider.ts';
import { redirectUriFor } from './callback-address.ts';
import { configureClient } from './configure-client.ts';

/** What ties the answer of a provider to the log-in that asked for it. */
export type Check = { state: string; nonce: string; verifier: string };

/** What a provider is asked for besides (OpenID Connect Core 1.0, 3.1.2.1). */
const PARAMETERS = {
  AS_USUAL: {},
  /** Whoever is logged in there already logs in again; and with `max_age` the provider says when that was. */
  LOG_IN_ANEW: { prompt: 'login', max_age: '0' },
  /** It shows no page. */
  SILENTLY: { prompt: 'none' },
};

/**
 * Where to send a browser for a log-in.
 * @throws ProviderFailure
 */
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
