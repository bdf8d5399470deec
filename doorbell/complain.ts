import { MINUTE_MS } from '../domain/durations.ts';
import type { Log } from '../log.ts';

export type Complain = (error: Error) => void;

/** Logs at most once a minute, because every call fails while a queue is away. */
export function complainer(log: Log, message: string): Complain {
  let quietUntil = 0;
  return ({ message: reason }) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + MINUTE_MS;
    log.warn({ reason }, message);
  };
}
