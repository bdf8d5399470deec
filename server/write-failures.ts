import type { App } from '../domain/app.ts';
import { MINUTE_MS } from '../domain/durations.ts';
import { writeFailures } from '../domain/events/failures.ts';
import type { Log } from '../log.ts';

/** @limit Time in which the failures of one process are summed up. Beyond: They are written, and the next sum begins. */
export const WRITE_EVERY_MS = MINUTE_MS;

/** @returns a function that stops it and writes what is left */
export function startWritingFailures(app: App, log: Log): () => Promise<void> {
  const write = async () => {
    try {
      await writeFailures(app);
    } catch (error) {
      log.warn({ err: error }, 'failed acts of the last minute are not in the audit log, only here');
    }
  };
  const timer = setInterval(write, WRITE_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await write();
  };
}
