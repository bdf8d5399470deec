import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretPost,
  Configuration,
  clockSkew,
  customFetch,
  None,
} from 'openid-client';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { secondsBehind } from '../clock.ts';
import { askProvider, type Client } from './ask-provider.ts';
import { openClientSecret } from './client-secret.ts';
import { discover, type Metadata } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';
import { signingAlgorithmsOf } from './verify-jwt.ts';

/** Not cached, so a changed client secret takes effect at once. */
export async function configureClient(app: App, connection: Client): Promise<{ config: Configuration; metadata: Metadata }> {
  const metadata = await discover(app, connection);
  const id_token_signing_alg_values_supported = signingAlgorithmsOf(metadata);
  if (id_token_signing_alg_values_supported.length === 0) {
    throw new ProviderFailure(
      'MISCONFIGURED',
      'The provider announces no signature algorithm that is safe here: it needs one with a private key, such as RS256.',
    );
  }
  const server = { ...metadata, id_token_signing_alg_values_supported };
  const config = new Configuration(
    server,
    connection.clientId,
    { [clockSkew]: await secondsBehind(app.prisma) },
    clientAuthOf(app, connection, metadata),
  );
  config[customFetch] = async (url, request) => await withoutNulls(await askProvider(app, connection, url, request));
  // `guardedFetch` decides if plain http is allowed.
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
    throw new ProviderFailure(
      'MISCONFIGURED',
      'The client secret cannot be decrypted, because SECRET_KEY changed. Enter it again.',
    );
  const postOnly = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return postOnly ? ClientSecretPost(secret) : basicAuth(secret);
}

/** Some providers send null or an empty string for missing values. The library refuses both. */
async function withoutNulls(answer: Response): Promise<Response> {
  const text = await answer.text();
  const { status, headers } = answer;
  return new Response(isEmpty(status) ? null : dropNulls(text), { status, headers });
}

const isEmpty = (status: number): boolean => status === 204 || status === 205;

function dropNulls(text: string): string {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return text;
    return JSON.stringify(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null && value !== '')));
  } catch {
    return text;
  }
}

/** RFC 6749, 2.3.1. The library also escapes dashes and underscores, but some providers do not decode those. */
function basicAuth(secret: string): ClientAuth {
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  return (_, { client_id }, __, headers) => {
    const credentials = Buffer.from(`${encode(client_id)}:${encode(secret)}`).toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };
}
