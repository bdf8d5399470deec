import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TrustedProxies } from '../config/proxies.ts';

/** Some proxies add the port: `192.0.2.1:5678`, `[2001:db8::1]:5678`. */
const PORT = /(?<=^[\d.]+|\]):\d+$/;

/**
 * Where a request came from. Each proxy appends the address of its client to `X-Forwarded-For`, so an entry is believed only where the
 * proxy that wrote it is ours. What a client wrote there itself stands further left.
 * @param trustedProxies how many proxies in front are ours, or their IP addresses
 * @returns an IPv4 or IPv6 address; never an IPv4 address in its IPv6 form
 */
export function clientIp({ headers, socket }: IncomingMessage, trustedProxies: TrustedProxies): string {
  const peer = plain(socket.remoteAddress ?? '');
  const entries = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map(addressIn);
  if (typeof trustedProxies === 'number') return (trustedProxies > 0 && entries.at(-trustedProxies)) || peer;
  let client = peer;
  for (const entry of entries.reverse()) {
    if (entry === null || !isOurs(client, trustedProxies)) break;
    client = entry;
  }
  return client;
}

/** Whether this is the address of a proxy of ours. */
export const isOurs = (address: string, proxies: Exclude<TrustedProxies, number>): boolean =>
  isIP(address) > 0 && proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** Null for what is no address. */
function addressIn(entry: string): string | null {
  const address = entry
    .trim()
    .replace(PORT, '')
    .replace(/^\[(.*)\]$/, '$1');
  return isIP(address) > 0 ? plain(address) : null;
}
