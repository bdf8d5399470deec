import type { MailDomain, Settings } from '../app.ts';

/** A portal that may have a sender of its own; without a slug it is the installation. */
type Sending = { slug?: string; mailFrom: string | null };

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Whether the operator lets mails of a portal come from this address. */
export const maySendFrom = (mailDomains: MailDomain[], slug: string, address: string): boolean =>
  mailDomains.some(({ portal, domain }) => domain === domainOf(address) && (portal === null || portal === slug));

/**
 * Where the mails of a portal come from: its own sender, as long as the operator lets it, else that of the installation. The mail server
 * signs for every domain that it sends for, so a sender that a tenant made up would be as good as a true one.
 */
export const senderOf = ({ mailFrom, mailDomains }: Settings, portal: Sending): string =>
  portal.slug !== undefined && portal.mailFrom !== null && maySendFrom(mailDomains, portal.slug, portal.mailFrom)
    ? portal.mailFrom
    : mailFrom;

/** What to do about a sender that is not allowed. */
export const notAllowed = (slug: string, address: string): string =>
  `Emails of this portal cannot come from ${domainOf(address)}. Ask the operator to add ${slug}=${domainOf(address)} to MAIL_DOMAINS.`;
