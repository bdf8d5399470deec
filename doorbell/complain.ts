import { MINUTE_MS } from '../domain/durations.ts';
import type { Log } from '../log.ts';

export type Complain = (error: Error) => void;

/** Logs `message` and the reason, once a minute at most: a queue that is away fails at every call. */
export function complainer(log: Log, message: string): Complain {
  let quietUntil = 0;
  return ({ message: reason }) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + MINUTE_MS;
    log.warn({ reason }, message);
  };
}
