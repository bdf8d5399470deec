import type { SsoConnection } from '../../prisma/generated/client/client.ts';

/** What a provider says of a person. */
export type Claims = Record<string, unknown>;

type Mapping = Pick<SsoConnection, 'nameClaim' | 'emailClaim' | 'groupsClaim'>;

const mappedClaims = ({ nameClaim, emailClaim, groupsClaim }: Mapping) => [nameClaim, emailClaim, groupsClaim];

/** Whether an ID token says less than the connection maps. */
export const lacksClaims = (mapping: Mapping, claims: Claims): boolean =>
  [...mappedClaims(mapping), 'email_verified'].some((name) => claims[name] === undefined);

/**
 * The claims of an ID token, and from the userinfo endpoint those that the connection maps and the token lacks.
 * What is said of an address counts for that address alone: `email_verified` is taken from where the address is.
 */
export function addMissingClaims(mapping: Mapping, claims: Claims, userinfo: Claims): Claims {
  const missing = mappedClaims(mapping).filter((name) => claims[name] === undefined && userinfo[name] !== undefined);
  const added = Object.fromEntries(missing.map((name) => [name, userinfo[name]]));
  const { emailClaim } = mapping;
  const isOfTheToken = claims[emailClaim] !== undefined;
  const isSame = claims[emailClaim] === userinfo[emailClaim];
  const verified = isOfTheToken
    ? (claims['email_verified'] ?? (isSame ? userinfo['email_verified'] : undefined))
    : userinfo['email_verified'];
  return { ...claims, ...added, email_verified: verified };
}
