import * as z from 'zod';
import { DAY_MS, HOUR_MS } from '../durations.ts';

/** @limit invitations: Invitations in one `inviteDevelopers`. Beyond: InvalidInput. */
export const MOST_INVITED = 1_000;
/** @limit Time that a named invitation works, if `expiresIn` is left out. Beyond: InvalidToken. */
export const INVITATION_TTL_MS = 7 * DAY_MS;
/** @limit `expiresIn` of a named invitation. Beyond: InvalidInput. */
export const LONGEST_INVITATION_TTL_MS = 90 * DAY_MS;
/** @limit `expiresIn` of a named invitation, at least. Beyond: InvalidInput. */
export const SHORTEST_INVITATION_TTL_MS = HOUR_MS;

/** @limit Time that an invitation is in the list after it expired. Beyond: It is removed. */
export const INVITATION_KEPT_MS = 90 * DAY_MS;

const [SHORTEST_S, LONGEST_S] = [SHORTEST_INVITATION_TTL_MS / 1_000, LONGEST_INVITATION_TTL_MS / 1_000];

/** In seconds. */
export const expiresIn = z
  .int()
  .min(SHORTEST_S, `Must be at least ${SHORTEST_S}.`)
  .max(LONGEST_S, `Must be at most ${LONGEST_S}.`);
