import { LRUCache } from 'lru-cache';
import { clientBlock } from '../domain/throttles/client-block.ts';

/**
 * @limit Time in which the log lines of one client without a session are counted. CLIENT_LIMIT says how many. Beyond: One
 * warning, then no more lines of this client until the time is over.
 */
export const WINDOW_MS = 60_000;
/**
 * @limit clients: Clients whose log lines are counted at once. Beyond: The client that was counted longest ago is forgotten.
 */
export const MOST_CLIENTS = 10_000;

/** Whether one more line about a client can be written. `LAST` is for the line that tells that no more follow. */
export type LineBound = (ip: string) => 'YES' | 'LAST' | 'NO';

/**
 * Bounds what strangers can write into the log: most of what they do is counted by client, but not what tries no credential, such as a
 * log-out without a session.
 * @param most lines of one client in a minute; no bound where null
 */
export function boundLines(most: number | null): LineBound {
  const lines = new LRUCache<string, { count: number }>({ max: MOST_CLIENTS, ttl: WINDOW_MS });
  return (ip) => {
    if (most === null) return 'YES';
    const block = clientBlock(ip, 48);
    const ofClient = lines.get(block) ?? { count: 0 };
    if (ofClient.count === 0) lines.set(block, ofClient);
    ofClient.count++;
    if (ofClient.count <= most) return 'YES';
    return ofClient.count === most + 1 ? 'LAST' : 'NO';
  };
}
