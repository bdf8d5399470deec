import { findLanguage } from '../../texts/find-language.ts';
import { FALLBACK, keepLanguage, keptLanguage } from '../language.ts';

/** The languages of the desk: each has a folder in `texts/`. */
export const LANGUAGES = ['en', 'de'] as const;

/** Admins look at portals in other languages than their own, so they choose one for the desk alone. */
const KEPT = 'gatehouse-desk-language';

const kept = keptLanguage(KEPT);

/** What the admin chose in this browser, else what the browser asks for. It stays until the page is loaded again. */
export const LANGUAGE = findLanguage(kept ? [kept, ...navigator.languages] : navigator.languages, LANGUAGES) ?? FALLBACK;

export function chooseLanguage(language: string): void {
  keepLanguage(language, KEPT);
  location.reload();
}

/**
 * The language that an admin chose in another browser, for one where nobody chose any.
 * @returns whether the page is loaded again
 */
export function followAdmin(locale: string | null): boolean {
  const language = locale === null ? null : findLanguage([locale], LANGUAGES);
  if (kept !== null || language === null || language === LANGUAGE) return false;
  keepLanguage(language, KEPT);
  // A browser that stores nothing would load the page again and again.
  if (keptLanguage(KEPT) !== language) return false;
  location.reload();
  return true;
}
