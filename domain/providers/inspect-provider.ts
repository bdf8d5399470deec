import type { App } from '../app.ts';
import { newSecret } from '../tokens/secrets.ts';
import { askForRedirect, type Client } from './ask-provider.ts';
import { authorizationUrl } from './authorization-url.ts';
import { redirectUriOf } from './callback-address.ts';
import { discover, type Metadata } from './discover.ts';
import { proveClient } from './prove-client.ts';
import { ProviderFailure } from './provider-failure.ts';
import { keysOf, signingAlgorithmsOf } from './verify-jwt.ts';

export type ProviderCheck = { name: string; ok: boolean; message: string };

/** Each check returns a sentence about the success, or throws a ProviderFailure. */
const CHECKS: Record<string, (app: App, connection: Client, metadata: Metadata) => Promise<string>> = {
  keys: checkKeys,
  pkce: checkPkce,
  scopes: checkScopes,
  client: checkClient,
  redirectUri: checkRedirectUri,
};

/** Ignores cached answers. If `discovery` fails, the other checks do not run. */
export async function inspectProvider(app: App, connection: Client): Promise<ProviderCheck[]> {
  let metadata: Metadata | undefined;
  const discovery = await run('discovery', async () => {
    metadata = await discover(app, connection, performance.now());
    return 'The provider has a valid discovery document.';
  });
  if (!metadata) return [discovery];
  const known = metadata;
  const others = Object.entries(CHECKS).map(([name, check]) => run(name, () => check(app, connection, known)));
  return [discovery, ...(await Promise.all(others))];
}

async function run(name: string, check: () => Promise<string>): Promise<ProviderCheck> {
  try {
    return { name, ok: true, message: await check() };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { name, ok: false, message: error.detail };
  }
}

async function checkKeys(app: App, connection: Client, metadata: Metadata): Promise<string> {
  const { keys } = (await keysOf(app, connection, metadata, performance.now())).set;
  const algorithms = signingAlgorithmsOf(metadata);
  if (algorithms.length === 0)
    throw wrong(
      'The provider announces no signature algorithm that is safe here: it needs one with a private key, such as RS256.',
    );
  if (!keys.some(({ use, kty }) => use !== 'enc' && kty !== 'oct'))
    throw wrong('The provider publishes no key that can check a signature.');
  return `The provider publishes its keys, and signs with ${algorithms.join(', ')}.`;
}

async function checkPkce(_app: App, _connection: Client, metadata: Metadata): Promise<string> {
  const methods = metadata.code_challenge_methods_supported;
  if (!methods) return 'The provider does not tell whether it supports PKCE. Gatehouse uses PKCE with S256 anyway.';
  if (!methods.includes('S256')) throw wrong('The provider does not support PKCE with S256.');
  return 'The provider supports PKCE with S256.';
}

async function checkScopes(_app: App, { scopes }: Client, { scopes_supported }: Metadata): Promise<string> {
  if (!scopes.includes('openid')) throw wrong('The scopes must include openid.');
  const unannounced = scopes_supported ? scopes.filter((scope) => !scopes_supported.includes(scope)) : [];
  // A provider need not announce all scopes that it supports (RFC 8414, 2).
  if (unannounced.length > 0)
    return `The provider does not announce ${unannounced.join(', ')}. The trial log-in shows whether it knows them.`;
  return 'The provider announces these scopes, or announces none at all.';
}

async function checkClient(app: App, connection: Client): Promise<string> {
  const hasSecret = connection.sealedClientSecret !== null;
  const what = hasSecret ? 'the client id and its secret' : 'the client id, without a secret';
  switch (await proveClient(app, connection)) {
    case 'ACCEPTED':
      return `The provider accepts ${what}.`;
    case 'REFUSED':
      throw wrong(
        hasSecret ? 'The provider refuses the client id or the client secret.' : `The provider does not accept ${what}.`,
      );
    case 'UNTOLD':
      return `The provider does not tell whether it accepts ${what}. The trial log-in will show it.`;
  }
}

/** With `prompt=none` a provider redirects at once, if it accepts the address (OpenID Connect Core 1.0, 3.1.2.1). */
async function checkRedirectUri(app: App, connection: Client): Promise<string> {
  const redirectUri = await redirectUriOf(app, connection);
  const check = { state: newSecret(), nonce: newSecret(), verifier: newSecret() };
  const url = await authorizationUrl(app, connection, check, 'SILENTLY');
  const { status, headers } = await askForRedirect(app, connection, url.href);
  if (status >= 400) throw wrong(`The provider refuses (status ${status}). Register this redirect URI there: ${redirectUri}`);
  if (headers.get('location')?.startsWith(`${redirectUri}?`)) return `The provider sends people back to ${redirectUri}`;
  return `The provider does not tell whether it knows ${redirectUri}. The trial log-in will show it.`;
}

const wrong = (detail: string) => new ProviderFailure('MISCONFIGURED', detail);
