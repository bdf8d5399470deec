import { DAY_MS, MINUTE_MS, SECOND_MS } from '../durations.ts';
import { Forged } from './sender.ts';

/**
 * Senders try again for a day. To take a report twice does no harm.
 * @limit Age of a signed report. Beyond: 401.
 */
export const OLDEST_REPORT_MS = DAY_MS;
/** Clocks differ. */
const AHEAD_MS = 5 * MINUTE_MS;

/**
 * @param timestamp seconds since 1970, as they were signed
 * @param now by the clock of the database
 * @throws Forged
 */
export function demandFresh(timestamp: string, now: Date): void {
  const age = now.getTime() - Number(timestamp) * SECOND_MS;
  if (!/^\d{1,12}$/.test(timestamp) || age > OLDEST_REPORT_MS || age < -AHEAD_MS) throw new Forged('its time is not of today');
}
