const inWords = { style: 'unit', unitDisplay: 'long', maximumFractionDigits: 1 } satisfies Intl.NumberFormatOptions;
const hoursFormat = new Intl.NumberFormat('en', { ...inWords, unit: 'hour' });
const daysFormat = new Intl.NumberFormat('en', { ...inWords, unit: 'day' });
const minutesFormat = new Intl.NumberFormat('en', { ...inWords, unit: 'minute' });

const IN_HOURS_TO = 72;

/** Such as `7 days`, `24 hours` or `30 minutes`. */
export function lifetime(hours: number): string {
  if (hours > IN_HOURS_TO && hours % 24 === 0) return daysFormat.format(hours / 24);
  return hours < 1 ? minutesFormat.format(hours * 60) : hoursFormat.format(hours);
}
