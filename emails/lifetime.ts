const inWords = { style: 'unit', unitDisplay: 'long', maximumFractionDigits: 1 } satisfies Intl.NumberFormatOptions;
const hoursFormat = new Intl.NumberFormat('en', { ...inWords, unit: 'hour' });
const minutesFormat = new Intl.NumberFormat('en', { ...inWords, unit: 'minute' });

/** How long a link lives, in words: `24 hours`, and `30 minutes` for half an hour. */
export function lifetime(hours: number): string {
  return hours < 1 ? minutesFormat.format(hours * 60) : hoursFormat.format(hours);
}
