import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput } from '../errors.ts';
import { isPublicName } from '../rules/public-suffix.ts';
import { hostOf, isFullName, withoutPort } from './host-names.ts';

/** Among the names of PORTAL_HOSTS: what portals may have if it is not set. */
export const PUBLIC_NAMES = 'public';

type Placed = Pick<Portal, 'slug' | 'customPublicUrl'>;
type Installation = Pick<App, 'settings'>;

/**
 * Whether a portal can have its pages at the host; without a slug, whether any portal can. None can have the host of the installation. Nor, if
 * the operator does not say so, what proxies that do not keep `Host` may send in each request: an address, a name without a dot, or one of a
 * private network.
 */
export function mayHave({ settings }: Installation, host: string, slug?: string): boolean {
  const { portalHosts, publicUrl } = settings;
  if (host === hostOf(publicUrl)) return false;
  const name = withoutPort(host);
  if (!portalHosts) return publicUrl.startsWith('http:') || isPublicName(name);
  return portalHosts.some(
    (entry) => (slug === undefined || entry.portal === null || entry.portal === slug) && covers(entry.host, name),
  );
}

function covers(allowed: string, name: string): boolean {
  if (allowed === PUBLIC_NAMES) return isPublicName(name);
  return allowed.startsWith('*.') ? name.endsWith(allowed.slice(1)) : name === allowed;
}

/**
 * Whether the URL is refused. At the host of the installation, and where the operator says nothing at an address, a portal has no pages of
 * ours, but may have a client of its own.
 */
export function isClosed({ settings }: Installation, { slug, customPublicUrl }: Placed): boolean {
  const host = customPublicUrl === null ? null : hostOf(customPublicUrl);
  if (customPublicUrl === null || (host !== null && (host === hostOf(settings.publicUrl) || mayHave({ settings }, host, slug))))
    return false;
  return settings.portalHosts !== null || (host !== null && isFullName(withoutPort(host)));
}

/** @throws InvalidInput */
export function demandOpen(app: Installation, portal: Placed): void {
  if (!portal.customPublicUrl || !isClosed(app, portal)) return;
  const message = whatToDo(app, portal.slug, new URL(portal.customPublicUrl).hostname.replace(/\.$/, ''));
  throw new InvalidInput([{ path: ['publicUrl'], code: 'NOT_PERMITTED', message, text: 'hostNotAllowed' }]);
}

function whatToDo({ settings }: Installation, slug: string, name: string): string {
  const entry = `${slug}=${name}`;
  if (!isFullName(name)) return `The operator allows no pages of portals at ${name}. Take one of the hosts in PORTAL_HOSTS.`;
  if (settings.portalHosts) return `The operator does not allow ${name}. Ask the operator to add ${entry} to PORTAL_HOSTS.`;
  return (
    `${name} is a name of a private network, and such names may be those of Gatehouse itself. ` +
    `Ask the operator to set PORTAL_HOSTS to ${PUBLIC_NAMES},${entry}.`
  );
}
