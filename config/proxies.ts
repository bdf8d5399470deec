import { BlockList, isIP } from 'node:net';
import { Refusal } from './refuse.ts';

/** @limit proxies: TRUSTED_PROXIES as a number. Beyond: The process does not start. */
export const MOST = 10;
const NAMED: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** How many proxies in front are ours, or their IP addresses. */
export type TrustedProxies = number | BlockList;

/** @throws Refusal */
export function readProxies(text: string): TrustedProxies {
  if (/^(true|yes|on|all|\*)$/i.test(text))
    throw new Refusal('would believe everybody: give the number of your proxies, or their addresses');
  if (/^\d+$/.test(text)) {
    if (Number(text) > MOST) throw new Refusal(`must be at most ${MOST} proxies, or their addresses`);
    return Number(text);
  }
  const list = new BlockList();
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    for (const network of NAMED[entry.toLowerCase()] ?? [entry]) add(list, network);
  }
  return list;
}

function add(list: BlockList, network: string): void {
  const [address = '', bits, ...more] = network.split('/');
  const version = isIP(address);
  const width = version === 4 ? 32 : 128;
  const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || more.length > 0 || !(length <= width)) {
    throw new Refusal('must be a number of proxies, or addresses and networks such as loopback, 10.0.0.0/8');
  }
  if (length === 0) throw new Refusal('would believe everybody: list the networks of your proxies');
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
}
