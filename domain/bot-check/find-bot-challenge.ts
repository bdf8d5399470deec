import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { MINUTE_MS } from '../durations.ts';
import { NotFound } from '../errors.ts';
import { getPortal } from '../portals/find-portal.ts';
import { type BotChallenge, newChallenge } from './challenge.ts';
import { type Flood, findFlood } from './flood.ts';

/** @limit Lifetime of a challenge for strangers. Beyond: BotCheckRequired, with another one. */
export const BOT_CHALLENGE_MS = 10 * MINUTE_MS;

/** Returns null if the portal asks strangers for no solution now, or if there is no such portal. */
export async function findBotChallenge(app: App, slug: string): Promise<BotChallenge | null> {
  const portal = await getPortal(app, slug).catch(orNull);
  if (!portal || portal.botCheck === 'OFF') return null;
  const flood = await findFlood(app, portal);
  return asksFor(portal, flood) ? await challengeIn(app, portal, flood) : null;
}

export const asksFor = ({ botCheck }: Portal, { isFlood }: Flood): boolean => botCheck === 'ALWAYS' || isFlood;

export const challengeIn = (app: App, { id }: Portal, { difficulty, now }: Flood): Promise<BotChallenge> =>
  newChallenge(app.keys, id, { difficulty, expiresAt: new Date(now.getTime() + BOT_CHALLENGE_MS) });

function orNull(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
