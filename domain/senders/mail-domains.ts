import type { MailDomain, Settings } from '../app.ts';

/** In canonical form: `parseAddress` has made A-labels of it. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Whether the operator allows the sender. */
export const maySendFrom = (mailDomains: MailDomain[], slug: string, address: string): boolean =>
  mailDomains.some(({ portal, domain }) => domain === domainOf(address) && (portal === null || portal === slug));

/** Whether the portal can prove the domain by DNS: not one of the installation or of another portal, nor one above or below it. */
export const mayProve = ({ mailFrom, mailDomains }: Settings, slug: string, wanted: string): boolean =>
  ![{ portal: null, domain: domainOf(mailFrom) }, ...mailDomains].some(
    ({ portal, domain }) => portal !== slug && overlap(domain, wanted),
  );

const overlap = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

export const notAllowed = (slug: string, address: string): string =>
  `Emails of this portal cannot come from ${domainOf(address)}, which belongs to the installation or to another portal. ` +
  `Ask the operator to add ${slug}=${domainOf(address)} to MAIL_DOMAINS.`;
