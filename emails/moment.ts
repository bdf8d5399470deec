import type { Language } from '../texts/languages.ts';
import { FALLBACK } from './texts.ts';

type Style = { dateStyle: 'medium' | 'long'; timeStyle?: 'short' };

const inUtcAs = (time: Date, style: Style, language: Language = FALLBACK): string =>
  new Intl.DateTimeFormat(language, { ...style, hourCycle: 'h23', timeZone: 'UTC' }).format(time);

/** Such as `Nov 27, 2026, 14:05`. The text around it names the zone. */
export const momentInUtc = (time: Date, language?: Language): string =>
  inUtcAs(time, { dateStyle: 'medium', timeStyle: 'short' }, language);

/** Such as `Nov 27, 2026, 14:05 UTC`. */
export const inUtc = (time: Date, language?: Language): string => `${momentInUtc(time, language)} UTC`;

/** Such as `November 27, 2026`. */
export const dayInUtc = (time: Date, language?: Language): string => inUtcAs(time, { dateStyle: 'long' }, language);
