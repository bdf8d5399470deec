import type { App } from '../app.ts';
import { claimInTurn, newTurn } from './claim-in-turn.ts';
import { BEGINNING, type Claim, claimDueJobs, type LastDue, lastDue } from './claim-jobs.ts';
import type { Queue } from './jobs.ts';
import { openLimitedClaims } from './limited-claims.ts';
import { type Held, mailLimitsOf } from './mail-limits.ts';

/** Claims up to `most` jobs that are due. Fewer mean that no more wait. */
export type Claims = (most: number) => Promise<Claim[]>;

/** @param onHeld is told if emails that are due wait for a limit of the operator */
export function openClaims(app: App, queue: Queue, onHeld: (held: Held) => void = () => undefined): Claims {
  const limits = queue === 'MAILS' ? mailLimitsOf(app.settings) : null;
  return limits ? openLimitedClaims(app, limits, onHeld) : openUnlimitedClaims(app, queue);
}

/**
 * The claims of one worker. While all that is due can run at once, its order does not matter, and a claim is a short statement. Once more
 * jobs wait, those that a person waits for come first, and the portals take turns.
 */
function openUnlimitedClaims(app: App, queue: Queue): Claims {
  const turns = [
    { isUrgent: true, turn: newTurn() },
    { isUrgent: false, turn: newTurn() },
  ];
  let isCrowded = false;
  let last: LastDue = BEGINNING;
  return async (most) => {
    const claimed: Claim[] = [];
    if (isCrowded) {
      for (const { isUrgent, turn } of turns) {
        if (claimed.length < most) claimed.push(...(await claimInTurn(app, queue, isUrgent, most - claimed.length, turn)));
      }
    }
    const free = most - claimed.length;
    if (free === 0) return claimed;
    // The portals that were looked at have no more, or have had their share.
    const others = await claimDueJobs(app, queue, free, last);
    last = lastDue(others, last);
    isCrowded = others.length === free;
    return [...claimed, ...others];
  };
}
