import { type Address, parseAddress } from '../addresses/parse-address.ts';
import { name } from '../input.ts';
import { type Claims, isElsewhere, readClaim } from '../providers/read-claim.ts';
import { isStorable } from '../text.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { SsoRefusal } from './refusal.ts';

const LONGEST_SUBJECT = 255; // OpenID Connect Core 1.0, 2
const MOST_GROUPS = 200;
const LONGEST_GROUP = 256;
const MOST_SECONDS = 2 ** 33; // in the year 2242; more is no time in seconds

/**
 * Somebody as the provider describes them. (issuer, subject) identifies them; the rest is only what the provider says about
 * them.
 */
export type Person = {
  issuer: string;
  subject: string;
  address: Address | null;
  /** Whether the provider says that the address is theirs, or the connection vouches for its domain. */
  isVouchedFor: boolean;
  fullName: string | null;
  /** Empty if it names none; null if it only says where to ask for them, as some do for more groups than fit into a token. */
  groups: string[] | null;
  /** What the provider calls this session. */
  sid: string | null;
  /** When the person logged in there, by its clock; null where it does not say. */
  authenticatedAt: Date | null;
};

/**
 * Reads the claims that the connection maps.
 * @throws SsoRefusal if they identify nobody
 */
export function readPerson(connection: ConnectionAtPortal, claims: Claims): Person {
  const { portal, id: connectionId, issuer } = connection;
  const { sub: subject, sid, auth_time: authTime } = claims;
  if (typeof subject !== 'string' || subject === '' || subject.length > LONGEST_SUBJECT || !isStorable(subject)) {
    throw new SsoRefusal('INVALID_ANSWER', { portal, connectionId }, 'The claim `sub` is not 1 to 255 characters.');
  }
  const email = readClaim(claims, connection.emailClaim);
  const address = typeof email === 'string' ? parseAddress(email) : null;
  const fullName = name.safeParse(readClaim(claims, connection.nameClaim));
  return {
    issuer,
    subject,
    address,
    isVouchedFor: address !== null && isVouchedFor(connection, claims, address),
    fullName: fullName.data ?? null,
    groups: readGroups(claims, connection.groupsClaim),
    sid: typeof sid === 'string' && sid.length <= LONGEST_SUBJECT && isStorable(sid) ? sid : null,
    authenticatedAt:
      typeof authTime === 'number' && authTime > 0 && authTime < MOST_SECONDS ? new Date(authTime * 1_000) : null,
  };
}

/**
 * Only the JSON value `true` counts (R41): some providers send the text "false". `email_verified` is about the claim `email`
 * and no other. If the provider says nothing about the address, the connection may vouch for its domain.
 */
function isVouchedFor({ emailClaim, verifiedDomains }: ConnectionAtPortal, claims: Claims, { canonical }: Address): boolean {
  const said = emailClaim === 'email' ? (claims['email_verified'] ?? undefined) : undefined;
  if (said !== undefined) return said === true;
  return verifiedDomains.includes(canonical.slice(canonical.lastIndexOf('@') + 1));
}

function readGroups(claims: Claims, groupsClaim: string): string[] | null {
  const claim = readClaim(claims, groupsClaim);
  if (claim === undefined && isElsewhere(claims, groupsClaim)) return null;
  const groups = Array.isArray(claim) ? claim : [claim];
  const named = groups.filter(
    (group) => typeof group === 'string' && group !== '' && group.length <= LONGEST_GROUP && isStorable(group),
  );
  return [...new Set(named)].slice(0, MOST_GROUPS);
}
