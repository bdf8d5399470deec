import { MINUTE_MS } from './domain/durations.ts';

/**
 * Bounds the lines of one kind in the log.
 * @param most a minute
 * @returns a function that says before each line how many were left out before it; null if this one is to be left out, too
 */
export function perMinute(most: number): () => number | null {
  let endsAt = 0;
  let written = 0;
  let leftOut = 0;
  return () => {
    const now = performance.now();
    if (now >= endsAt) {
      endsAt = now + MINUTE_MS;
      written = 0;
    }
    if (written >= most) {
      leftOut++;
      return null;
    }
    written++;
    const before = leftOut;
    leftOut = 0;
    return before;
  };
}
