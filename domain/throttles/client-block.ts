import { isIP } from 'node:net';

/**
 * What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address. A customer of a provider gets 64, 56 or
 * 48 bits, so counts that must hold for one customer ask for the wider blocks too; of an IPv4 address all are the same. The
 * spelling does not matter: `2001:DB8::1` and `2001:db8:0:0:ffff::` are one client, and `::ffff:c000:201` is `192.0.2.1`.
 * @param bits how many leading bits of an IPv6 address are one client
 */
export function clientBlock(ip: string, bits: 64 | 56 | 48 = 64): string {
  if (isIP(ip) !== 6) return ip;
  const [, canonical = ''] = new URL(`http://[${ip.replace(/%.*/, '')}]`).hostname.match(/^\[(.*)\]$/) ?? [];
  const [left = [], right = []] = canonical.split('::').map((half) => half.split(':').filter(Boolean));
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  const isIPv4 = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  if (isIPv4) return groups.slice(6).flatMap(bytesOf).join('.');
  const block = groups.map((group, at) => leading(bits - at * 16, group)).slice(0, Math.ceil(bits / 16));
  return `${block.join(':')}::/${bits}`;
}

/** A group of an IPv6 address with only so many of its leading bits; with all of them where there are more. */
const leading = (bits: number, group: string): string =>
  bits >= 16 ? group : ((Number.parseInt(group, 16) >> (16 - bits)) << (16 - bits)).toString(16);

const bytesOf = (group: string): number[] => {
  const bits = Number.parseInt(group, 16);
  return [bits >> 8, bits & 0xff];
};
