import { SECOND_MS } from '../domain/durations.ts';
import type { Held } from '../domain/jobs/mail-limits.ts';
import type { Log } from '../log.ts';
import { perMinute } from '../per-minute.ts';

/** @limit lines: Lines about emails that wait for their limit, in the log of a worker in a minute. Beyond: No line is written. */
export const MOST_HELD_LINES_PER_MINUTE = 1;

export type HeldMails = {
  /** Emails that are due wait for MAIL_LIMIT or MAIL_LIMIT_PER_PORTAL. */
  note: (held: Held) => void;
  stop: () => void;
};

/** Looks for jobs again at the moment when a limit has a place, and tells the log that emails wait. */
export function openHeldMails(lookAgain: () => Promise<void>, log: Log): HeldMails {
  const mayTell = perMinute(MOST_HELD_LINES_PER_MINUTE);
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;
  let isStopped = false;
  const wake = () => {
    wakesAt = Number.POSITIVE_INFINITY;
    // What fails here is found by the next ring or sweep.
    void lookAgain().catch(() => undefined);
  };
  return {
    note: ({ by, ms }) => {
      if (ms > 0 && mayTell() !== null) log.info({ limit: by, nextInSeconds: ms / SECOND_MS }, 'emails wait for their limit');
      const at = performance.now() + ms;
      if (isStopped || at >= wakesAt) return;
      clearTimeout(timer);
      wakesAt = at;
      timer = setTimeout(wake, Math.ceil(ms));
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
