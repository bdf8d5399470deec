import { errors, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { askProvider, type Client } from './ask-provider.ts';
import type { Metadata } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';
import { keySet, keysByName, type ProviderKeys, verifyByAny } from './provider-keys.ts';
import { privateHostOf } from './provider-url.ts';
import { recall } from './recall.ts';

/** @limit s: Difference between our clock and the clock of a provider. Beyond: The token is refused. */
export const CLOCK_TOLERANCE_S = 30;

/** @limit Time that the keys of a provider are used. Beyond: The provider is asked again. */
export const KEYS_GOOD_FOR_MS = 5 * 60_000;
/** @limit bytes: Key set of a provider. Beyond: The log-in fails with UNAVAILABLE. */
export const MOST_BYTES = 256 * 1024;

/** Only the provider can make these signatures. Never add `none` or a MAC with the client secret (R38). */
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** RS256 is the default of OpenID Connect Core 1.0, 2. */
export const signingAlgorithmsOf = ({ id_token_signing_alg_values_supported: announced = ['RS256'] }: Metadata): string[] =>
  ASYMMETRIC.filter((algorithm) => announced.includes(algorithm));

/** Up to five minutes old, or one day if the provider is down. `since` (`performance.now()`) forces newer keys. */
export async function keysOf(app: App, connection: Client, { jwks_uri }: Metadata, since?: number): Promise<ProviderKeys> {
  const ask = async () => {
    const request = { headers: { accept: 'application/json' }, mostBytes: MOST_BYTES };
    const answer = await askProvider(app, connection, jwks_uri, request);
    if (answer.status !== 200)
      throw new ProviderFailure('UNAVAILABLE', `The keys could not be loaded (status ${answer.status}).`);
    const { data } = keySet.safeParse(await answer.json().catch(() => undefined));
    if (!data) throw new ProviderFailure('INVALID_ANSWER', 'The keys are not a JSON Web Key Set.');
    return { value: keysByName(data), bytes: JSON.stringify(data).length };
  };
  const key = JSON.stringify([connection.issuer, jwks_uri, privateHostOf(app.settings, connection)]);
  const { portalId } = connection;
  return await recall(app.providers.keys, { key, portalId, goodForMs: KEYS_GOOD_FOR_MS, ask, since });
}

/** If no known key fits, keys from before `keysSince` (`performance.now()`) are fetched again. */
export async function verifyJwt(
  app: App,
  connection: Client,
  metadata: Metadata,
  token: string,
  keysSince: number,
  more: JWTVerifyOptions,
): Promise<JWTPayload> {
  const { issuer } = metadata;
  const times = { currentDate: await databaseNow(app.prisma), clockTolerance: CLOCK_TOLERANCE_S };
  const options = { issuer, algorithms: signingAlgorithmsOf(metadata), ...times, ...more };
  try {
    try {
      return await verifyByAny(token, await keysOf(app, connection, metadata), options);
    } catch (error) {
      if (!mayBeRotation(error)) throw error;
      return await verifyByAny(token, await keysOf(app, connection, metadata, keysSince), options);
    }
  } catch (error) {
    if (error instanceof ProviderFailure) throw error;
    const why = error instanceof errors.JOSEError ? `It is not valid: ${error.message}.` : 'Its key cannot be used.';
    throw new ProviderFailure('INVALID_ANSWER', `The provider sent a token. ${why}`);
  }
}

/** The provider may have replaced a key, even under the same name. */
const mayBeRotation = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof ProviderFailure;
