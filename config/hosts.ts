import type { AllowedHost } from '../domain/app.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { Refusal } from './refuse.ts';

/**
 * Reads names of hosts for all portals or (`portal=host`) for one, separated by commas or spaces.
 * @throws Refusal
 */
export function readHosts(text: string): AllowedHost[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => {
      const [host = '', portal = null, ...more] = entry.split('=').reverse();
      if (!isHost(host) || (portal !== null && !isSlug(portal)) || more.length > 0) throw new Refusal(NO_HOSTS);
      return { portal, host };
    });
}

const NO_HOSTS =
  'must be names of hosts such as idp.internal or localhost:8080, or of a portal and a host such as demo=idp.internal, without https://, patterns and networks';

const isHost = (text: string): boolean =>
  /^[^*]+$/.test(text) && !/^(true|false)$/.test(text) && URL.parse(`http://${text}`)?.host === text.replace(/:80$/, '');
