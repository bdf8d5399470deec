import type { App } from '../domain/app.ts';
import { MINUTE_MS } from '../domain/durations.ts';
import type { Log } from '../log.ts';

/** @limit Time in which failed lookups of new passwords are summed up in the log of the process. Beyond: The next sum begins. */
export const TELL_EVERY_MS = MINUTE_MS;

/** @returns a function that stops it and tells what is left */
export function startTellingLookups({ breaches }: App, log: Log): () => void {
  const tell = () => {
    const failures = breaches.takeFailures();
    if (Object.keys(failures).length > 0)
      log.warn({ failures }, 'new passwords were accepted without a lookup among breached ones');
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  return () => {
    clearInterval(timer);
    tell();
  };
}
