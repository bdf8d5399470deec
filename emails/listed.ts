import type { Language } from '../texts/languages.ts';
import { FALLBACK } from './texts.ts';

/** Such as `OWNER of Acme and VIEWER of Beta`. */
export const listed = (names: string[], language: Language = FALLBACK): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
