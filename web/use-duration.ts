import { useFormatter } from 'use-intl';

const SECONDS_SAID_AS_SUCH = 90;

/** Returns a function that says seconds in words, rounded up to minutes if they are many. */
export function useDuration(): (seconds: number) => string {
  const format = useFormatter();
  const say = (count: number, unit: 'second' | 'minute') => format.number(count, { style: 'unit', unit, unitDisplay: 'long' });
  return (seconds) => (seconds <= SECONDS_SAID_AS_SUCH ? say(seconds, 'second') : say(Math.ceil(seconds / 60), 'minute'));
}
