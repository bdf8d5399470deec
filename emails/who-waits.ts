import { inUtc } from './moment.ts';
import type { Portal } from './portal.ts';

type Waiting = {
  portal: Portal;
  /** The number of all people who wait. */
  waiting: number;
  /** When the first of them began to wait. */
  since: Date;
};

/** For the texts that tell who waits, such as `3 people wait for a decision at Acme Developers, since Nov 27, 2026, 14:05 UTC`. */
export const whoWaits = ({ portal, waiting, since }: Waiting) => ({
  waiting,
  portal: portal.name,
  moment: inUtc(since, portal.language),
});
