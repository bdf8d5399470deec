import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import * as z from 'zod';

/** RFC 7517, 5 */
export const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

export type ProviderKeys = { set: JSONWebKeySet; find: JWTVerifyGetKey };

/** A key without a name fits any token (RFC 7517, 4.5). */
export function keysByName(set: JSONWebKeySet): ProviderKeys {
  const all = createLocalJWKSet(set);
  const nameless = createLocalJWKSet({ keys: set.keys.filter(({ kid }) => kid === undefined || kid === null) });
  const find: JWTVerifyGetKey = async (header, token) => {
    try {
      return await all(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || header.kid === undefined) throw error;
      const { kid: _, ...unnamed } = header;
      return await nameless(unnamed, token);
    }
  };
  return { set, find };
}

export async function verifyByAny(token: string, { find }: ProviderKeys, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, find, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (failure) {
        if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}
