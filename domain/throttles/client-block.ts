import { isIP } from 'node:net';

/** Some counts also use wider blocks of IPv6: a customer has 64, 56 or 48 bits. `::ffff:c000:201` is `192.0.2.1`. */
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

const leading = (bits: number, group: string): string =>
  bits >= 16 ? group : ((Number.parseInt(group, 16) >> (16 - bits)) << (16 - bits)).toString(16);

const bytesOf = (group: string): number[] => {
  const bits = Number.parseInt(group, 16);
  return [bits >> 8, bits & 0xff];
};
