import { Resolver } from 'node:dns';
import { isOff, Refusal } from './refuse.ts';

/**
 * Each is asked in turn, and a person waits.
 * @limit servers: Name servers in DNS_SERVERS. Beyond: The process does not start.
 */
export const MOST_SERVERS = 3;

/** Reads IP addresses of name servers, separated by commas or spaces, each with a port or without. @throws Refusal */
export function readDnsServers(text: string): string[] {
  if (isOff(text)) return [];
  const servers = text.split(/[\s,]+/).filter(Boolean);
  try {
    if (servers.length > MOST_SERVERS) throw new Refusal(NO_SERVERS);
    new Resolver().setServers(servers);
    return servers;
  } catch {
    throw new Refusal(NO_SERVERS);
  }
}

const NO_SERVERS = 'must be at most 3 IP addresses of name servers, such as 10.0.0.2 or [2001:db8::53]:5353';
