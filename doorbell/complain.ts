import { MINUTE_MS } from '../domain/durations.ts';
import type { Log } from '../log.ts';

export type Complain = (error: Error) => void;

/**
 * Logs at most once a minute, because every call fails while a queue is away.
 * @param findCause returns a better reason than the error, or undefined
 */
export function complainer(
  log: Log,
  message: string,
  findCause = async (): Promise<string | undefined> => undefined,
): Complain {
  let quietUntil = 0;
  return (error) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + MINUTE_MS;
    void findCause().then((cause) => log.warn({ reason: cause ?? reasonOf(error) }, message));
  };
}

/** A Cluster and a host with several IPs say only that all failed. */
export function reasonOf(error: Error): string {
  const inner = 'lastNodeError' in error ? error.lastNodeError : error instanceof AggregateError ? error.errors.at(-1) : null;
  return inner instanceof Error ? inner.message : error.message;
}
