import { setTimeout } from 'node:timers/promises';
import { SECOND_MS } from '../domain/durations.ts';

/**
 * Shorter than a process takes to stop (`LONGEST_STOP_MS`), and with `SEND_TIMEOUT_MS` not much longer than a lease.
 * @limit Time in which a worker tries again to store that an email is out. Beyond: Another worker can send it once more.
 */
export const INSIST_MS = 15 * SECOND_MS;
const PAUSE_MS = 250;

/**
 * For what the database has to learn after an email is out: a connection that breaks at that moment must not cause a second email.
 * @param store can run more than once
 * @throws what the last try threw
 */
export async function insist(store: () => Promise<unknown>): Promise<void> {
  const until = performance.now() + INSIST_MS;
  for (;;) {
    try {
      await store();
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}
