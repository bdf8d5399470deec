import ms from 'ms';
import { isOff, Refusal } from './refuse.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** ISO 8601, 5.5.2.2, without years and months, which are not always as long. */
const ISO = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
const PART = /(\d+(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?![a-z])/iy;
const MONTHS = /^P?\s*\d+ ?(mo|months?|m|y|yrs?|years?)$/i;

/**
 * Milliseconds of a duration such as `24h`, `1d12h`, `P30D` or `3600`, which is seconds.
 * @param atMost in days
 * @throws Refusal
 */
export function readDuration(text: string, atMost: number): number {
  const milliseconds = parse(text);
  if (Number.isNaN(milliseconds)) {
    const isMonths = MONTHS.test(text) && !/^\d+ ?m$/i.test(text);
    throw new Refusal(
      isMonths ? 'must use days, because months and years differ in length' : `must be a duration such as ${EXAMPLES}`,
    );
  }
  if (milliseconds < SECOND) throw new Refusal('must be at least 1s');
  if (milliseconds > atMost * DAY) throw new Refusal(`must be at most ${atMost}d`);
  return milliseconds;
}

const EXAMPLES = '24h, 90s, 1d12h, P30D or 3600 for seconds';

function parse(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text) * SECOND;
  const iso = ISO.exec(text);
  if (iso) {
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = iso.slice(1).map((part) => Number(part ?? 0));
    return (7 * weeks + days) * DAY + hours * HOUR + minutes * 60 * SECOND + seconds * SECOND;
  }
  const parts = [...text.replaceAll(/\s+(?=\d)/g, '').matchAll(new RegExp(PART, 'giy'))];
  const isWhole = parts.map(([part]) => part).join('') === text.replaceAll(/\s+(?=\d)/g, '');
  return isWhole && parts.length > 0 ? parts.reduce((sum, [part]) => sum + ms(part as ms.StringValue), 0) : Number.NaN;
}

/**
 * A number of acts in a time, such as `300/1m`, `300/min` or `5/s`; null for `off`.
 * @throws Refusal
 */
export function readRate(text: string): { most: number; perMs: number } | null {
  if (isOff(text)) return null;
  if (/^0(\/|$)/.test(text)) throw new Refusal('must be at least 1. Use off for no limit');
  const [, count = '', per = ''] = /^([1-9]\d{0,8})\s*(?:\/|per\s)\s*(\S.*)$/i.exec(text) ?? [];
  const perMs = parse(/^[a-z]+$/i.test(per) ? `1${per}` : per);
  if (!(perMs >= SECOND && perMs <= DAY))
    throw new Refusal('must be a number and a duration such as 300/1m, 300/min or 5/s, or off');
  return { most: Number(count), perMs };
}
