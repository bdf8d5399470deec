import type { Language } from '../texts/languages.ts';
import { FALLBACK } from './texts.ts';

const IN_HOURS_TO = 72;

/** Such as `7 days`, `24 hours` or `30 minutes`. */
export function lifetime(hours: number, language: Language = FALLBACK): string {
  const say = (count: number, unit: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unitDisplay: 'long', maximumFractionDigits: 1, unit }).format(count);
  if (hours > IN_HOURS_TO && hours % 24 === 0) return say(hours / 24, 'day');
  return hours < 1 ? say(hours * 60, 'minute') : say(hours, 'hour');
}
