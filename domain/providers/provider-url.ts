import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Settings } from '../app.ts';
import type { AtPortal } from './ask-provider.ts';
import { ProviderFailure } from './provider-failure.ts';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3'); // RFC 4291, 2.4: nothing else is handed out

export type Allowing = Pick<Settings, 'ssoAllowedPrivateHosts'>;

/**
 * The host with its port, if the operator allows this portal to have a provider on a private network or plain http. The installation
 * can have those that are allowed for all portals.
 */
export function privateHostOf({ ssoAllowedPrivateHosts }: Allowing, { issuer, portal }: AtPortal): string | null {
  const url = URL.parse(issuer);
  if (!url) return null;
  const isNamed = ssoAllowedPrivateHosts.some(
    (allowed) =>
      (allowed.portal === null || allowed.portal === portal?.slug) &&
      (allowed.host === url.hostname || allowed.host === withPort(url)),
  );
  return isNamed ? withPort(url) : null;
}

/** Checks all that needs no DNS. `URL` normalises decimal, octal and hexadecimal IPv4 addresses. */
export function parseProviderUrl(text: string, privateHost: string | null): { url: URL; isAllowed: boolean } {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw refused('It is not a URL.');
  if (url.username || url.password) throw refused('It must not contain a user name or a password.');
  const isAllowed = withPort(url) === privateHost;
  if (url.protocol === 'http:' && !isAllowed) throw refused('It must start with https://.');
  const host = hostIn(url);
  if (!isAllowed && (isIP(host) ? !isPublic(host) : isOfThisMachine(host))) throw notPublic(url.hostname);
  return { url, isAllowed };
}

export const hostIn = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

const withPort = ({ hostname, port, protocol }: URL): string => `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;

/** RFC 6761, 6.3: a name server may resolve these names to any address. */
const isOfThisMachine = (host: string): boolean => /(^|\.)localhost\.?$/.test(host);

/** IPv6 addresses with an IPv4 address inside, such as NAT64 and 6to4, may lead to private hosts. */
export function isPublic(text: string): boolean {
  const address = ipaddr.parse(text);
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST));
}

const refused = (why: string) => new ProviderFailure('MISCONFIGURED', `The provider cannot be reached at this URL. ${why}`);

export const notPublic = (host: string) =>
  refused(
    `${host} is on a private network. The operator can allow it with SSO_ALLOWED_PRIVATE_HOSTS, if the issuer is on that host itself.`,
  );
