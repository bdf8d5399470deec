import type { MailDomain, Settings } from '../app.ts';

type Sending = { slug?: string; mailFrom: string | null };

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export const maySendFrom = (mailDomains: MailDomain[], slug: string, address: string): boolean =>
  mailDomains.some(({ portal, domain }) => domain === domainOf(address) && (portal === null || portal === slug));

/** Checks the domain again at each mail. The mail server signs for all its domains, so a made-up sender would look real. */
export const senderOf = ({ mailFrom, mailDomains }: Settings, portal: Sending): string =>
  portal.slug !== undefined && portal.mailFrom !== null && maySendFrom(mailDomains, portal.slug, portal.mailFrom)
    ? portal.mailFrom
    : mailFrom;

export const notAllowed = (slug: string, address: string): string =>
  `Emails of this portal cannot come from ${domainOf(address)}. Ask the operator to add ${slug}=${domainOf(address)} to MAIL_DOMAINS.`;
