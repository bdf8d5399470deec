import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ProviderFailure } from './provider-failure.ts';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3'); // RFC 4291, 2.4: nothing else is handed out

/**
 * Checks what can be checked of a URL without a DNS look-up: https, no credentials, and a public address if its host is one.
 * `URL` normalises every form of an IPv4 address, decimal, octal or hexadecimal.
 * @returns the parsed URL, and whether the operator allows its host to be private and on plain http
 * @throws ProviderFailure (MISCONFIGURED)
 */
export function parseProviderUrl(text: string, allowedPrivateHosts: string[]): { url: URL; isAllowed: boolean } {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw refused('It is not a web address.');
  if (url.username || url.password) throw refused('It must not hold a user name or a password.');
  const isAllowed = isAllowedHost(url, allowedPrivateHosts);
  if (url.protocol === 'http:' && !isAllowed) throw refused('It must begin with https://.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isAllowed && !isPublic(host)) throw notPublic(url.hostname);
  return { url, isAllowed };
}

/**
 * As `dns.lookup`, but fails if any address of the host is not public. Used for each connection, so DNS rebinding does not
 * help.
 */
export const lookUpPublic: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, []);
    if (!found.every(({ address }) => isPublic(address))) return callback(notPublic(host), []);
    return options.all ? callback(null, found) : callback(null, found[0]?.address ?? '', found[0]?.family);
  });
};

/** If the operator named a port, only on that port. */
function isAllowedHost(url: URL, allowedPrivateHosts: string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowedPrivateHosts.some((host) => host === url.hostname || host === `${url.hostname}:${port}`);
}

/**
 * IPv6 addresses that contain an IPv4 address, such as those of NAT64 and 6to4, do not count as public: they may lead anywhere.
 */
function isPublic(text: string): boolean {
  const address = ipaddr.parse(text);
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST));
}

const refused = (why: string) => new ProviderFailure('MISCONFIGURED', `The provider must not be asked at this address. ${why}`);

const notPublic = (host: string) =>
  refused(`${host} is on a private network: the operator may allow it by SSO_ALLOWED_PRIVATE_HOSTS.`);
