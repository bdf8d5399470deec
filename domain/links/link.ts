import type {
  AdminInvitationRole,
  Decision,
  LinkEnd,
  LinkKind,
  Portal,
  SsoIdentity,
} from '../../prisma/generated/client/client.ts';
import type { LabelledAnswer } from '../sign-up-form/answer.ts';
import type { SignUpField } from '../sign-up-form/sign-up-field.ts';

/** @limit Time that `link` knows why a link ended. Beyond: `deadBecause` is UNKNOWN. */
export const ENDED_LINK_KNOWN_MS = 24 * 3_600_000;

/** Shown only to holders of the token. */
export type Link = {
  /** Null if the link is unknown. */
  kind: LinkKind | null;
  /** Null if the link works. */
  deadBecause: LinkEnd | 'UNKNOWN' | null;
  isUsed: boolean;
  /** Null for links of admins, but for ADMIN_DECIDE, and for unknown links. */
  portal: Portal | null;
  expiresAt: Date | null;
  /** Null for a link that does not work, like the fields below. */
  email: string | null;
  requestedAt: Date | null;
  requestedFrom: Requester | null;
  form: LinkForm | null;
  ssoAccount: LinkSsoAccount | null;
  account: LinkAccount | null;
  /** The accounts that the link can unlink. */
  ssoIdentities: SsoIdentity[] | null;
  invitation: LinkInvitation | null;
  question: LinkQuestion | null;
  /** For ADMIN_DECIDE, also if it does not work. */
  request: LinkRequest | null;
};

export type Requester = { address: string; userAgent: string };

export type LinkForm = { fullName: string; answers: LabelledAnswer[] };

export type LinkSsoAccount = {
  label: string;
  issuer: string;
  subject: string;
  fullName: string;
  email: string;
  /** If false, the log-in registers a new account. */
  isLinked: boolean;
};

/** `isAdmin` tells whether the invited person is an admin already. */
export type LinkInvitation = { inviterEmail: string; isAdmin: boolean; roles: AdminInvitationRole[] };

/** `fields` are those that the person can edit now, and `answers` are the present ones to them. */
export type LinkQuestion = { text: string; askedAt: Date; fields: SignUpField[]; answers: LabelledAnswer[] };

/** Shows nothing of the person, and no decision, before the admin has logged in where that is necessary. */
export type LinkRequest = {
  needsLogIn: boolean;
  applicant: { fullName: string; email: string; answers: LabelledAnswer[] } | null;
  waitingSince: Date | null;
  /** The decision that ended the link. */
  decision: (Decision & { admin: { email: string } | null }) | null;
};

/** `email` is masked. */
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
  invitation: null,
  question: null,
  request: null,
};

export function workingLink(
  { expiresAt, requestedAt, requestedAddress: address, requestedUserAgent }: RequestedLink,
  rest: Pick<Link, 'kind' | 'portal' | 'email'> & Partial<Link>,
): Link {
  const requestedFrom = address === null ? null : { address, userAgent: requestedUserAgent ?? '' };
  return { ...NOTHING, deadBecause: null, isUsed: false, expiresAt, requestedAt, requestedFrom, ...rest };
}

/** Shows nothing of what the link would have changed. */
export function deadLink(
  deadBecause: Link['deadBecause'],
  { kind = null, portal = null, expiresAt = null }: Partial<Link> = {},
): Link {
  return { ...NOTHING, deadBecause, isUsed: deadBecause === 'USED', kind, portal, expiresAt };
}
