import type { App } from '../app.ts';
import { clientBlock } from './client-block.ts';
import { type Bound, count, nameOf, tooManyAttempts } from './throttles.ts';

/** How many clients' worth of acts may come from an IPv6 block: a customer of a provider may hold a whole one of any width. */
const SHARES = [
  { bits: 64, clients: 1 },
  { bits: 56, clients: 4 },
  { bits: 48, clients: 16 },
] as const;
/** @limit blocks: Refused networks that one process remembers. Beyond: All are forgotten; the database still counts. */
export const MOST_REMEMBERED = 10_000;

/**
 * Counts an act that tries a credential or causes a mail, for the client that it comes from, and for the wider blocks of
 * addresses around it.
 * @param kind log-ins with SSO are counted by themselves, since pages of other sites can send a browser there
 * @throws TooManyAttempts beyond CLIENT_LIMIT
 */
export async function countCredentialAct(app: App, ip: string, kind: 'client' | 'sso' = 'client'): Promise<void> {
  const limit = app.settings.clientLimit;
  if (!limit) return;
  const bounds = boundsOf(app, kind, ip, limit.most);
  refuseKnown(app, bounds);
  const refused = await count(app, bounds, { ms: limit.perMs, isPenalty: false });
  for (const { key, ms } of refused) remember(app, key, ms);
  if (refused.length > 0) throw tooManyAttempts(Math.max(...refused.map(({ ms }) => ms)));
}

function boundsOf({ keys }: App, kind: string, ip: string, most: number): Bound[] {
  const bounds = new Map<string, Bound>();
  for (const { bits, clients } of SHARES) {
    const key = `${kind}:${nameOf(keys, clientBlock(ip, bits))}`;
    // An IPv4 address is one block whatever the width.
    if (!bounds.has(key)) bounds.set(key, { key, most: most * clients });
  }
  return [...bounds.values()];
}

/** A flood costs no statement once it is one. @throws TooManyAttempts */
function refuseKnown({ throttles: { refused } }: App, bounds: Bound[]): void {
  for (const { key } of bounds) {
    const left = (refused.get(key) ?? 0) - performance.now();
    if (left > 0) throw tooManyAttempts(left);
    refused.delete(key);
  }
}

function remember({ throttles: { refused } }: App, key: string, ms: number): void {
  if (refused.size >= MOST_REMEMBERED) refused.clear();
  refused.set(key, performance.now() + ms);
}
