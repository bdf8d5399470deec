const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A time of the API for people, in the time zone of the browser. */
export const momentInWords = (time: string): string => moment.format(new Date(time));
