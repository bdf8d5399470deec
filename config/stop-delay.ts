import { SECOND_MS } from '../domain/durations.ts';
import { readDuration } from './durations.ts';
import { isOff, Refusal } from './refuse.ts';

/**
 * Load balancers notice within a few seconds. What is left of a stop is for the requests under way, which take 5 s at most.
 * @limit seconds: STOP_DELAY. Beyond: The process does not start.
 */
export const LONGEST_STOP_DELAY = 15;

/** In milliseconds; 0 for `off`. @throws Refusal */
export function readStopDelay(text: string): number {
  if (isOff(text) || /^0 ?(ms|s)?$/.test(text)) return 0;
  const delay = readDuration(text, 1);
  if (delay > LONGEST_STOP_DELAY * SECOND_MS) throw new Refusal(`must be at most ${LONGEST_STOP_DELAY}s`);
  return delay;
}
