import { createContext } from 'react';
import { findLanguage } from '../texts/find-language.ts';

/** Of pages that belong to no portal. */
export const FALLBACK = 'en';

type LanguageOfPage = {
  language: string;
  /** All that this version of the pages has. */
  known: string[];
  setLanguage: (language: string) => void;
};

export const LanguageOfPage = createContext<LanguageOfPage>({
  language: FALLBACK,
  known: [],
  setLanguage: () => undefined,
});

const KEPT = 'gatehouse-language';

/** What a person chose in this browser. Null if nobody did. */
export function keptLanguage(key = KEPT): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function keepLanguage(language: string, key = KEPT): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // The browser stores nothing for this site. Until the page is left, it is in this language.
  }
}

/** The language itself by its own name, such as `Deutsch`. */
export const nameOf = (language: string): string =>
  new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;

/** The person's own kind of the language, such as `de-AT`, for moments and numbers. */
export const ownKindOf = (language: string): string =>
  navigator.languages.find((tag) => findLanguage([tag], [language])) ?? language;
