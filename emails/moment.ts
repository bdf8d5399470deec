const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' });

/** Such as `Nov 27, 2026, 14:05 UTC`. */
export const inUtc = (time: Date): string => `${moment.format(time)} UTC`;
