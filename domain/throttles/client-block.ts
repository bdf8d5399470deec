import { isIP } from 'node:net';

/**
 * What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, which belong to one customer. The
 * spelling does not matter: `2001:DB8::1` and `2001:db8:0:0:ffff::` are one client, and `::ffff:c000:201` is `192.0.2.1`.
 */
export function clientBlock(address: string): string {
  if (isIP(address) !== 6) return address;
  const [, canonical = ''] = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.match(/^\[(.*)\]$/) ?? [];
  const [left = [], right = []] = canonical.split('::').map((half) => half.split(':').filter(Boolean));
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  const isIPv4 = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return isIPv4 ? groups.slice(6).flatMap(bytesOf).join('.') : `${groups.slice(0, 4).join(':')}::/64`;
}

const bytesOf = (group: string): number[] => {
  const bits = Number.parseInt(group, 16);
  return [bits >> 8, bits & 0xff];
};
