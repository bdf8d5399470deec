import { parseDomain } from '../domain/addresses/parse-address.ts';
import type { MailDomain } from '../domain/app.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { isOff, Refusal } from './refuse.ts';

/**
 * Reads domains for senders of emails, for all portals or (`portal=domain`) for one, separated by commas or spaces.
 * @throws Refusal
 */
export function readMailDomains(text: string): MailDomain[] {
  if (isOff(text)) return [];
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => {
      const [name = '', portal = null, ...more] = entry.split('=').reverse();
      const domain = parseDomain(name.toLowerCase());
      if (domain === null || (portal !== null && !isSlug(portal)) || more.length > 0) throw new Refusal(NO_DOMAINS);
      return { portal, domain };
    });
}

const NO_DOMAINS =
  'must be domains such as example.com, or of a portal and a domain such as demo=example.com, as they stand after the @, without patterns';
