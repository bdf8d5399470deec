const inWords = { style: 'unit', unitDisplay: 'long', maximumFractionDigits: 1 } satisfies Intl.NumberFormatOptions;
const hoursFormat = new Intl.NumberFormat('en', { ...inWords, unit: 'hour' });
const minutesFormat = new Intl.NumberFormat('en', { ...inWords, unit: 'minute' });

/** Such as `24 hours` or `30 minutes`. */
export function lifetime(hours: number): string {
  return hours < 1 ? minutesFormat.format(hours * 60) : hoursFormat.format(hours);
}
