import { useFormatter } from 'use-intl';

/** Returns a function that says a time of the API, in the time zone of the browser, which it names. */
export function useMoment(month: 'short' | 'long' = 'short'): (time: string) => string {
  const format = useFormatter();
  return (time) =>
    format.dateTime(new Date(time), {
      year: 'numeric',
      month,
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
    });
}
