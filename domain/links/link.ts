import type { LinkEnd, LinkKind, Portal, SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { LabelledAnswer } from '../sign-up-form/answer.ts';

/** @limit Time that `link` knows why a link ended. Beyond: `deadBecause` is UNKNOWN. */
export const ENDED_LINK_KNOWN_MS = 24 * 3_600_000;

/** What a mailed link is for, and what it would adopt: told to who holds its token, and to nobody else. */
export type Link = {
  /** Null if nothing is known of the link any more. */
  kind: LinkKind | null;
  /** Why it does not work; null if it does. */
  deadBecause: LinkEnd | 'UNKNOWN' | null;
  /** Whether it did its work already. */
  isUsed: boolean;
  /** Null for links of admins, and if nothing is known of the link. */
  portal: Portal | null;
  expiresAt: Date | null;
  /** The address that it is about; null for a link that does not work, as are the others below. */
  email: string | null;
  requestedAt: Date | null;
  requestedFrom: Requester | null;
  form: LinkForm | null;
  ssoAccount: LinkSsoAccount | null;
  account: LinkAccount | null;
  /** The accounts at providers that can be parted from. */
  ssoIdentities: SsoIdentity[] | null;
};

/** Where the client was that asked for a link, and what it called itself. */
export type Requester = { address: string; userAgent: string };

/** What the sign-up form said that a verification link carries. */
export type LinkForm = { fullName: string; answers: LabelledAnswer[] };

/** The account at a provider that would log in. */
export type LinkSsoAccount = {
  label: string;
  issuer: string;
  subject: string;
  fullName: string;
  email: string;
  /** Whether it is linked to the registration that has the address; otherwise it is registered. */
  isLinked: boolean;
};

/** The account whose address would change, by the masked address that it has now. */
export type LinkAccount = { email: string };

type RequestedLink = {
  expiresAt: Date;
  requestedAt: Date | null;
  requestedAddress: string | null;
  requestedUserAgent: string | null;
};

const NOTHING = {
  email: null,
  requestedAt: null,
  requestedFrom: null,
  form: null,
  ssoAccount: null,
  account: null,
  ssoIdentities: null,
};

/** A link that works, with what it would adopt. */
export function workingLink(
  { expiresAt, requestedAt, requestedAddress: address, requestedUserAgent }: RequestedLink,
  rest: Pick<Link, 'kind' | 'portal' | 'email'> & Partial<Link>,
): Link {
  const requestedFrom = address === null ? null : { address, userAgent: requestedUserAgent ?? '' };
  return { ...NOTHING, deadBecause: null, isUsed: false, expiresAt, requestedAt, requestedFrom, ...rest };
}

/** A link that does not work: it says what it was for, and nothing of what it would have adopted. */
export function deadLink(
  deadBecause: Link['deadBecause'],
  { kind = null, portal = null, expiresAt = null }: Partial<Link> = {},
): Link {
  return { ...NOTHING, deadBecause, isUsed: deadBecause === 'USED', kind, portal, expiresAt };
}
