import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import { type Claims, ELSEWHERE, readClaim } from './read-claim.ts';

type Mapping = Pick<SsoConnection, 'nameClaim' | 'emailClaim' | 'groupsClaim'>;

/** OpenID Connect Core 1.0, 5.1 */
export const PARTS_OF_NAME = ['given_name', 'family_name'];

const mappedClaims = ({ nameClaim, emailClaim, groupsClaim }: Mapping) => [nameClaim, emailClaim, groupsClaim];

export const lacksClaims = (mapping: Mapping, claims: Claims): boolean =>
  [...mappedClaims(mapping), 'email_verified'].some((name) => readClaim(claims, name) === undefined);

/** `email_verified` comes from the same place as the address, because it counts for that address only. */
export function addMissingClaims(mapping: Mapping, claims: Claims, userinfo: Claims): Claims {
  const missing = [...mappedClaims(mapping), ...PARTS_OF_NAME, ELSEWHERE].filter(
    (name) => readClaim(claims, name) === undefined,
  );
  const found = missing.map((name) => [name, readClaim(userinfo, name)] as const);
  const added = Object.fromEntries(found.filter(([, value]) => value !== undefined));
  const { emailClaim } = mapping;
  const isOfTheToken = readClaim(claims, emailClaim) !== undefined;
  const isSame = readClaim(claims, emailClaim) === readClaim(userinfo, emailClaim);
  const verified = isOfTheToken
    ? (claims['email_verified'] ?? (isSame ? userinfo['email_verified'] : undefined))
    : userinfo['email_verified'];
  return { ...claims, ...added, email_verified: verified };
}
