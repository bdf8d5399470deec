import type { Log } from './log.ts';
import { perMinute } from './per-minute.ts';

/** @limit lines: Lines of one process about slow requests, slow statements or slow jobs in a minute, of each kind. Beyond: They are counted, and the next line says how many. */
export const MOST_SLOW_LINES = 30;

/**
 * Warns of what took too long.
 * @param slowMs from how many milliseconds on
 * @param message of the line
 */
export function slowLines(log: Log, slowMs: number, message: string): (ms: number, line: () => object) => void {
  const mayWrite = perMinute(MOST_SLOW_LINES);
  return (ms, line) => {
    if (ms < slowMs) return;
    const leftOut = mayWrite();
    if (leftOut === null) return;
    log.warn({ ...line(), ms: Math.round(ms), ...(leftOut > 0 && { leftOut }) }, message);
  };
}
