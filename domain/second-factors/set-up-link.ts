import { MINUTE_MS } from '../durations.ts';

/** @limit Time that a link to set up the first second factor works. Beyond: InvalidToken. */
export const SET_UP_LINK_TTL_MS = 30 * MINUTE_MS;
