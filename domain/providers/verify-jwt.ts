import { createLocalJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import type { App } from '../app.ts';
import type { Metadata } from './discover.ts';
import { ProviderFailure } from './provider-failure.ts';
import { recall } from './recall.ts';

/** How far a provider's clock may be off. */
const CLOCK_TOLERANCE_S = 30;

const KEYS_GOOD_FOR_MS = 5 * 60_000;

/** Algorithms whose signatures only the provider can make: never `none` or a MAC under the client secret (R38). */
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

export type ProviderKeys = ReturnType<typeof createLocalJWKSet>;

/** The algorithms that the provider announces and that we accept; RS256 if it announces none (OpenID Connect Core 1.0, 2). */
export const signingAlgorithmsOf = ({ id_token_signing_alg_values_supported: announced = ['RS256'] }: Metadata): string[] =>
  ASYMMETRIC.filter((algorithm) => announced.includes(algorithm));

/**
 * The keys of a provider, at most five minutes old.
 * @param since asks again if the last answer is from before this time, in ms since 1970
 * @throws ProviderFailure
 */
export async function keysOf({ providers }: App, { issuer, jwks_uri }: Metadata, since?: number): Promise<ProviderKeys> {
  const ask = async () => {
    const answer = await providers.fetch(jwks_uri, { headers: { accept: 'application/json' } });
    if (answer.status !== 200) throw new ProviderFailure('UNAVAILABLE', `The keys cannot be had (status ${answer.status}).`);
    const { data } = keySet.safeParse(await answer.json().catch(() => undefined));
    if (!data) throw new ProviderFailure('INVALID_ANSWER', 'The keys are not a JSON Web Key Set.');
    return createLocalJWKSet(data);
  };
  return await recall(providers.keys, `${issuer} ${jwks_uri}`, KEYS_GOOD_FOR_MS, ask, since);
}

/**
 * Checks the signature of a token, its issuer, and what `more` asks for, such as its audience and age.
 * @param keysSince if no known key fits, keys fetched before this time (in ms since 1970) are fetched again
 * @returns the claims of the token
 * @throws ProviderFailure if it is not valid, or the keys cannot be fetched
 */
export async function verifyJwt(
  app: App,
  metadata: Metadata,
  token: string,
  keysSince: number,
  more: JWTVerifyOptions,
): Promise<JWTPayload> {
  const { issuer } = metadata;
  const options = { issuer, algorithms: signingAlgorithmsOf(metadata), clockTolerance: CLOCK_TOLERANCE_S, ...more };
  try {
    try {
      return (await jwtVerify(token, await keysOf(app, metadata), options)).payload;
    } catch (error) {
      if (!mayBeRotation(error)) throw error;
      return (await jwtVerify(token, await keysOf(app, metadata, keysSince), options)).payload;
    }
  } catch (error) {
    if (error instanceof ProviderFailure) throw error;
    const why = error instanceof errors.JOSEError ? `It does not hold: ${error.message}.` : 'Its key cannot be used.';
    throw new ProviderFailure('INVALID_ANSWER', `The provider sent a token. ${why}`);
  }
}

/** Whether new keys may help: the provider may have replaced a key, with or without a new name; or it did not answer before. */
const mayBeRotation = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof ProviderFailure;
