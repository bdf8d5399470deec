import { createContext } from 'react';
import { findLanguage } from '../texts/find-language.ts';
import type { PageTexts } from '../texts/page-texts.ts';

/** One chunk per language, so that a page loads only the language that it is in. */
const LOADERS = import.meta.glob<{ pages: PageTexts }>('../texts/*/pages.ts');

const loaderOf = (language: string) => LOADERS[`../texts/${language}/pages.ts`];

/** Each folder of `texts/` is a language. */
export const LANGUAGES = Object.keys(LOADERS).flatMap((path) => path.split('/')[2] ?? []);

/** Of pages that belong to no portal. */
export const FALLBACK = 'en';

const loaded = new Map<string, Promise<PageTexts>>();

/** The same promise for each call with this language. */
export function loadTexts(language: string): Promise<PageTexts> {
  const texts = loaded.get(language) ?? load(language);
  loaded.set(language, texts);
  return texts;
}

async function load(language: string): Promise<PageTexts> {
  const loader = loaderOf(language);
  if (!loader) throw new Error(language);
  try {
    return (await loader()).pages;
  } catch (error) {
    // Without its texts, a page has but the sentence that the document brings along.
    document.querySelector('#not-loaded')?.removeAttribute('hidden');
    throw error;
  }
}

type LanguageOfPage = { language: string; setLanguage: (language: string) => void };

export const LanguageOfPage = createContext<LanguageOfPage>({ language: FALLBACK, setLanguage: () => undefined });

const KEPT = 'gatehouse-language';

/** What a person chose in this browser. Null if nobody did. */
export function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export function keepLanguage(language: string): void {
  try {
    localStorage.setItem(KEPT, language);
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
