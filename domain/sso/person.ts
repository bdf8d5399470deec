import { type Address, parseAddress } from '../addresses/parse-address.ts';
import { name } from '../input.ts';
import type { Answer } from '../providers/exchange-code.ts';
import { PARTS_OF_NAME } from '../providers/missing-claims.ts';
import type { ProviderFailure } from '../providers/provider-failure.ts';
import { type Claims, isElsewhere, readClaim, textsIn } from '../providers/read-claim.ts';
import type { Connection } from '../sso-connections/connection.ts';
import { isStorable } from '../text.ts';
import { SsoRefusal } from './refusal.ts';

/** @limit characters: Claim `sub`. Beyond: The log-in fails with INVALID_ANSWER. */
export const LONGEST_SUBJECT = 255; // OpenID Connect Core 1.0, 2
/** @limit characters: Name claim. Beyond: The rest is cut off. */
export const LONGEST_NAME = 256;
/** @limit groups: Groups of one person. Beyond: The others are not stored. */
export const MOST_GROUPS = 200;
/** @limit characters: Name of one group. Beyond: The group is not stored. */
export const LONGEST_GROUP = 256;
/** @limit s: Time claim of a provider, as seconds since 1970. Beyond: The claim does not count. */
export const MOST_SECONDS = 2 ** 33; // in the year 2242; more is no time in seconds

/** The largest delay of the clock of a provider. */
const TOLERANCE_MS = 30_000;

/** Only issuer and subject identify a person. */
export type Person = {
  issuer: string;
  subject: string;
  address: Address | null;
  /** True also if the connection vouches for the domain of the address. */
  isVouchedFor: boolean;
  fullName: string | null;
  /** Null if the groups are not available, for example because they do not fit into a token. */
  groups: string[] | null;
  sid: string | null;
  /** By the clock of the provider. */
  authenticatedAt: Date | null;
  /** Null if the answer is complete. */
  lack: ProviderFailure | null;
};

export function readPerson(connection: Connection, { claims, lack }: Omit<Answer, 'idToken'>): Person {
  const { portal, id: connectionId, issuer } = connection;
  const { sub: subject, sid, auth_time: authTime } = claims;
  if (typeof subject !== 'string' || subject === '' || subject.length > LONGEST_SUBJECT || !isStorable(subject)) {
    throw new SsoRefusal('INVALID_ANSWER', { portal, connectionId }, 'The claim `sub` is not 1 to 255 characters.');
  }
  const emails = textsIn(readClaim(claims, connection.emailClaim));
  const [address = null] = emails.map((email) => parseAddress(email.trim())).filter((parsed) => parsed !== null);
  return {
    issuer,
    subject,
    address,
    isVouchedFor: address !== null && isVouchedFor(connection, claims, address, emails.length === 1),
    fullName: readName(connection, claims),
    groups: readGroups(claims, connection.groupsClaim, lack !== null),
    sid: typeof sid === 'string' && sid.length <= LONGEST_SUBJECT && isStorable(sid) ? sid : null,
    authenticatedAt:
      typeof authTime === 'number' && authTime > 0 && authTime < MOST_SECONDS ? new Date(authTime * 1_000) : null,
    lack,
  };
}

export function requireEnough({ portal, id: connectionId }: Connection, { lack, isVouchedFor }: Person): void {
  if (lack && !isVouchedFor) throw new SsoRefusal(lack.reason, { portal, connectionId }, lack.detail);
}

/** No admin is linked by an address that only the person has claimed. */
export function requireVouched(
  { portal, id: connectionId, emailClaim }: Connection,
  { address, isVouchedFor }: Person,
): Address {
  if (address && isVouchedFor) return address;
  const why = address
    ? 'The provider does not say that the email address is verified. If it gives the addresses of a domain to their owners alone, name the domain in `verifiedDomains`.'
    : `The claim \`${emailClaim}\` is not an email address.`;
  throw new SsoRefusal('NO_ADDRESS', { portal, connectionId }, why);
}

/** False if the provider only found an older log-in of the person. */
export const isFresh = ({ authenticatedAt }: Person, begunAt: Date): boolean =>
  authenticatedAt !== null && authenticatedAt.getTime() >= begunAt.getTime() - TOLERANCE_MS;

/**
 * Only the JSON value `true` counts, because some providers send the text "false" (R41). `email_verified` is only about the
 * claim `email`. Otherwise the connection may vouch for the domain.
 */
function isVouchedFor(
  { emailClaim, verifiedDomains }: Connection,
  claims: Claims,
  { canonical }: Address,
  isOnly: boolean,
): boolean {
  const said = emailClaim === 'email' ? claims['email_verified'] : undefined;
  if (said === true && isOnly) return true;
  const isUnsaid = said === undefined || said === null || said === true || said === 'true';
  if (!isUnsaid) return false;
  return verifiedDomains.includes(canonical.slice(canonical.lastIndexOf('@') + 1));
}

/** Nobody can correct this name by hand, so invalid characters are removed. */
function readName({ nameClaim }: Connection, claims: Claims): string | null {
  const whole = textsIn(readClaim(claims, nameClaim)).slice(0, 1);
  const parts = PARTS_OF_NAME.flatMap((part) => textsIn(claims[part]).slice(0, 1));
  const names = [whole, parts].map((words) =>
    words
      .join(' ')
      .slice(0, 4 * LONGEST_NAME)
      .toWellFormed(),
  );
  const cleaned = names.map((text) => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim());
  const found = cleaned.map((text) => name.safeParse([...text].slice(0, LONGEST_NAME).join('')));
  return found.find(({ success }) => success)?.data ?? null;
}

function readGroups(claims: Claims, groupsClaim: string, isLacking: boolean): string[] | null {
  const claim = readClaim(claims, groupsClaim);
  if (claim === undefined && (isLacking || isElsewhere(claims, groupsClaim))) return null;
  const groups = Array.isArray(claim) ? claim : [claim];
  const named = groups.filter(
    (group) => typeof group === 'string' && group !== '' && group.length <= LONGEST_GROUP && isStorable(group),
  );
  return [...new Set(named)].slice(0, MOST_GROUPS);
}
