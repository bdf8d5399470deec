import type { App } from '../app.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { claimInTurn, newTurn, type Turn } from './claim-in-turn.ts';
import { BEGINNING, type Claim, claimDueJobs, type LastDue, lastDue } from './claim-jobs.ts';
import { claimWithPlace, isDue } from './claim-with-place.ts';
import type { Claims } from './claims.ts';
import { type Held, type MailLimits, placesOfAll, takePlaces, waitForTurn } from './mail-limits.ts';

/**
 * The claims of one worker for emails that have a limit. Urgent ones are counted, and do not wait for it. Each other one takes a place in
 * the limit when it is claimed: an email that waits is a job that is due, so no crash loses it, and a new limit holds at once.
 * @param onHeld is told if emails that are due wait for a place
 */
export function openLimitedClaims(app: App, limits: MailLimits, onHeld: (held: Held) => void): Claims {
  const claimUrgent = openUrgentClaims(app, limits);
  const claimOthers = openOtherClaims(app, limits, onHeld);
  return async (most) => {
    const urgent = await claimUrgent(most);
    if (urgent.length === most) return urgent;
    const others = await claimOthers(most - urgent.length).catch((error) => {
      // The urgent ones are claimed, and must run. The next look meets the failure again.
      if (urgent.length > 0) return [];
      throw error;
    });
    return [...urgent, ...others];
  };
}

function openUrgentClaims(app: App, limits: MailLimits): Claims {
  const turn = newTurn();
  let isCrowded = false;
  let last: LastDue = BEGINNING;
  return async (most) => {
    const { inTurn, inOrder } = await transaction(app, async (tx) => {
      const inTurn = isCrowded ? await claimInTurn({ prisma: tx }, 'MAILS', true, most, turn) : [];
      const free = most - inTurn.length;
      const inOrder = free > 0 ? await claimDueJobs({ prisma: tx }, 'MAILS', free, last, 'urgent') : [];
      const claimed = [...inTurn, ...inOrder];
      if (claimed.length > 0) await waitForTurn(tx);
      await takePlaces(tx, limits, claimed, true);
      return { inTurn, inOrder };
    });
    last = lastDue(inOrder, last);
    isCrowded = inTurn.length + inOrder.length === most;
    return [...inTurn, ...inOrder];
  };
}

/** How far the claims of one worker are. */
type Progress = { turn: Turn; isCrowded: boolean; last: LastDue };

function openOtherClaims(app: App, limits: MailLimits, onHeld: (held: Held) => void): Claims {
  let progress: Progress = { turn: newTurn(), isCrowded: false, last: BEGINNING };
  /** By the clock of this process, which only says when to look again. */
  let closedUntil = 0;
  return async (most) => {
    if (performance.now() < closedUntil) return [];
    const { claimed, held, ...next } = await transaction(app, (tx) => claimPlaces(tx, limits, most, progress));
    progress = { ...progress, ...next };
    if (held?.by === 'MAIL_LIMIT') closedUntil = performance.now() + held.ms;
    if (held) onHeld(held);
    // A ring may have brought it long ago.
    return claimed.map((job) => ({ ...job, isLate: false }));
  };
}

type Outcome = Pick<Progress, 'isCrowded' | 'last'> & { claimed: Claim[]; held: Held | null };

async function claimPlaces(
  tx: Transaction,
  limits: MailLimits,
  most: number,
  { turn, isCrowded, last }: Progress,
): Promise<Outcome> {
  await waitForTurn(tx);
  const { places, inMs } = limits.all ? await placesOfAll(tx, limits.all) : { places: most, inMs: 0 };
  if (places === 0) {
    const waits = await isDue(tx, isCrowded ? BEGINNING : last);
    return { claimed: [], held: waits ? { by: 'MAIL_LIMIT', ms: inMs ?? 0 } : null, isCrowded: waits, last };
  }
  const free = Math.min(most, places);
  const inTurn = isCrowded ? await claimInTurn({ prisma: tx }, 'MAILS', false, free, turn, limits.perPortal) : [];
  await takePlaces(tx, limits, inTurn, false);
  const left = free - inTurn.length;
  if (left === 0) return { claimed: inTurn, held: null, isCrowded, last };
  const { jobs, heldMs } = await claimWithPlace(tx, left, last, limits.perPortal);
  await takePlaces(tx, limits, jobs, false);
  const waits = [isCrowded ? turn.heldMs : null, heldMs].filter((ms) => ms !== null);
  return {
    claimed: [...inTurn, ...jobs],
    held: waits.length > 0 ? { by: 'MAIL_LIMIT_PER_PORTAL', ms: Math.min(...waits) } : null,
    isCrowded: waits.length > 0 || jobs.length === left || inTurn.length > 0,
    // What waits for a place is looked at again.
    last: heldMs === null ? lastDue(jobs, last) : last,
  };
}
