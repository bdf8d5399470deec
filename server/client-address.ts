import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Some proxies add it: `192.0.2.1:5678`, `[2001:db8::1]:5678`. */
const PORT = /(?<=^[\d.]+|\]):\d+$/;

/**
 * Where a request came from. Each proxy appends to `X-Forwarded-For` who spoke to it, so only the last entries, as many as there
 * are proxies of ours, can be believed; what a client wrote there itself stands further left (R21).
 * @param trustedProxies how many proxies in front are ours
 * @returns an IPv4 or IPv6 address, an IPv4 one never in IPv6's clothes
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const entry = trustedProxies > 0 ? forwarded.at(-trustedProxies)?.trim() : undefined;
  const claimed = entry?.replace(PORT, '').replace(/^\[(.*)\]$/, '$1');
  const address = claimed && isIP(claimed) > 0 ? claimed : (socket.remoteAddress ?? '');
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
