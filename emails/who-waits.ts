import { inUtc } from './moment.ts';
import type { Portal } from './portal.ts';

type Waiting = {
  portal: Portal;
  /** The number of all people who wait. */
  waiting: number;
  /** When the first of them began to wait. */
  since: Date;
};

/** Such as `3 people wait for a decision at Acme Developers, since Nov 27, 2026, 14:05 UTC`. */
export const whoWaits = ({ portal, waiting, since }: Waiting): string =>
  `${waiting} ${waiting === 1 ? 'person waits' : 'people wait'} for a decision at ${portal.name}, since ${inUtc(since)}`;
