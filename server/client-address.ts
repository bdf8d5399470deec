import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Some proxies add the port: `192.0.2.1:5678`, `[2001:db8::1]:5678`. */
const PORT = /(?<=^[\d.]+|\]):\d+$/;

/**
 * Where a request came from. Each proxy appends the address of its client to `X-Forwarded-For`, so only as many of the last
 * entries as there are trusted proxies can be believed. What a client wrote there itself stands further left (R21).
 * @param trustedProxies how many proxies in front are ours
 * @returns an IPv4 or IPv6 address; never an IPv4 address in its IPv6 form
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const entry = trustedProxies > 0 ? forwarded.at(-trustedProxies)?.trim() : undefined;
  const claimed = entry?.replace(PORT, '').replace(/^\[(.*)\]$/, '$1');
  const address = claimed && isIP(claimed) > 0 ? claimed : (socket.remoteAddress ?? '');
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
