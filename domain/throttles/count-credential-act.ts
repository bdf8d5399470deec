import type { App } from '../app.ts';
import { clientBlock } from './client-block.ts';
import { type Bound, count, nameOf, tooManyAttempts } from './throttles.ts';

/** One customer of a provider may hold a whole IPv6 block, so wider blocks have limits too. */
const SHARES = [
  { bits: 64, clients: 1 },
  { bits: 56, clients: 4 },
  { bits: 48, clients: 16 },
] as const;
/** @limit blocks: Refused networks that one process remembers. Beyond: All are forgotten; the database still counts. */
export const MOST_REMEMBERED = 10_000;

/**
 * Log-ins with SSO count separately, because pages of other sites can send a browser there. API tokens that do not exist count
 * separately, so that a program with a wrong token keeps nobody from logging in.
 */
type Kind = 'client' | 'sso' | 'token';

/** @throws TooManyAttempts */
export async function countCredentialAct(app: App, ip: string, kind: Kind = 'client'): Promise<void> {
  const limit = app.settings.clientLimit;
  if (!limit) return;
  const bounds = boundsOf(app, kind, ip, limit.most);
  refuseKnown(app, bounds);
  const refused = await count(app, bounds, { ms: limit.perMs, isPenalty: false });
  for (const { key, ms } of refused) remember(app, key, ms);
  if (refused.length > 0) throw tooManyAttempts(Math.max(...refused.map(({ ms }) => ms)));
}

/**
 * Counts nothing.
 * @throws TooManyAttempts if this process has refused the client already
 */
export function refuseKnownClient(app: App, ip: string, kind: Kind): void {
  const limit = app.settings.clientLimit;
  if (limit) refuseKnown(app, boundsOf(app, kind, ip, limit.most));
}

function boundsOf({ keys }: App, kind: Kind, ip: string, most: number): Bound[] {
  const bounds = new Map<string, Bound>();
  for (const { bits, clients } of SHARES) {
    const key = `${kind}:${nameOf(keys, clientBlock(ip, bits))}`;
    // For IPv4 all widths give the same block.
    if (!bounds.has(key)) bounds.set(key, { key, most: most * clients });
  }
  return [...bounds.values()];
}

/** A client that is already refused costs no database statement. */
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
