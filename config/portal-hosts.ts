import { parseDomain } from '../domain/addresses/parse-address.ts';
import type { PortalHost } from '../domain/app.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { PUBLIC_NAMES } from '../domain/portals/portal-hosts.ts';
import { isOff, Refusal } from './refuse.ts';

/**
 * Reads names of hosts for all portals or (`portal=host`) for one, separated by commas or spaces. `*.` stands for all names below one.
 * @throws Refusal
 */
export function readPortalHosts(text: string): PortalHost[] {
  if (isOff(text)) return [];
  const entries = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (entries.length === 0) throw new Refusal(NO_HOSTS);
  return entries.map((entry) => {
    const [name = '', portal = null, ...more] = entry.split('=').reverse();
    const host = name === PUBLIC_NAMES ? name : readName(name);
    if (host === null || (portal !== null && !isSlug(portal)) || more.length > 0) throw new Refusal(NO_HOSTS);
    return { portal, host };
  });
}

const NO_HOSTS =
  'must be names of hosts such as developers.acme.com or *.acme.com, or of a portal and a host such as demo=developers.acme.com, or public or off, without https://, ports, addresses, and names without a dot';

/** In the spelling of a browser, which is that of the hosts of portals. */
function readName(text: string): string | null {
  const [, wildcard = '', name = ''] = /^(\*\.)?(.*?)\.?$/.exec(text) ?? [];
  // A whole private domain can be allowed, such as *.internal.
  const domain = wildcard ? parseDomain(`below.${name}`)?.slice('below.'.length) : parseDomain(name);
  return domain && URL.parse(`https://${domain}`)?.host === domain ? wildcard + domain : null;
}
