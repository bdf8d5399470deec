import { SECOND_MS } from '../domain/durations.ts';
import { numberEvents } from '../domain/events/number-events.ts';
import type { Environment } from './environment.ts';
import { reasonOf } from './failures.ts';

/** @limit Pause between two looks for events without a number. Beyond: The next look follows. */
export const NUMBER_EVERY_MS = SECOND_MS;

/**
 * Each worker tries. The database lets one at a time.
 * @returns a function that stops it and waits for the run under way
 */
export function startNumbering({ app, log }: Pick<Environment, 'app' | 'log'>): () => Promise<void> {
  let running: Promise<void> | null = null;
  const run = async () => {
    try {
      const checkpoint = await numberEvents(app);
      // A copy of the log elsewhere shows whether somebody wrote all checkpoints anew.
      if (checkpoint) log.info({ checkpoint: checkpoint.number, hash: checkpoint.hash }, 'audit checkpoint');
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'events got no number, the next run will try again');
    }
  };
  const timer = setInterval(() => {
    running ??= run().finally(() => {
      running = null;
    });
  }, NUMBER_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
