import { lifetime } from './lifetime.ts';

const IN_HOURS_TO = 48;

/** A long time is rounded up to days. */
export const usualWait = (hours: number): string =>
  `8 of 10 requests are decided within ${lifetime(hours > IN_HOURS_TO ? Math.ceil(hours / 24) * 24 : hours)}.`;
