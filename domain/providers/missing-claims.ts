import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import { type Claims, ELSEWHERE, readClaim } from './read-claim.ts';

type Mapping = Pick<SsoConnection, 'nameClaim' | 'emailClaim' | 'groupsClaim'>;

const mappedClaims = ({ nameClaim, emailClaim, groupsClaim }: Mapping) => [nameClaim, emailClaim, groupsClaim];

/** Whether an ID token says less than the connection maps. */
export const lacksClaims = (mapping: Mapping, claims: Claims): boolean =>
  [...mappedClaims(mapping), 'email_verified'].some((name) => readClaim(claims, name) === undefined);

/**
 * The claims of an ID token, and from the userinfo endpoint those that the connection maps and the token lacks.
 * What is said of an address counts for that address alone: `email_verified` is taken from where the address is.
 */
export function addMissingClaims(mapping: Mapping, claims: Claims, userinfo: Claims): Claims {
  const missing = [...mappedClaims(mapping), ELSEWHERE].filter((name) => readClaim(claims, name) === undefined);
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
