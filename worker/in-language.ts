import { findLanguage } from '../texts/find-language.ts';
import { isLanguage, LANGUAGES, type Language } from '../texts/languages.ts';

type Languages = { defaultLocale: string; offeredLocales: string[] };

/** English where a newer version offers a language that this one has no texts of. */
function languageFor({ defaultLocale, offeredLocales }: Languages, locale: string | null): Language {
  const offered = offeredLocales.filter(isLanguage);
  return findLanguage(locale ? [locale] : [], offered) ?? (isLanguage(defaultLocale) ? defaultLocale : 'en');
}

/**
 * The portal, for a mail in the language of its reader: the one that the person chose, as far as the portal offers it, else the default.
 * @param locale what the person reads, as a tag of BCP 47. Null if nobody knows.
 */
export const inLanguage = <Of extends Languages>(portal: Of, locale: string | null): Of & { language: Language } => ({
  ...portal,
  language: languageFor(portal, locale),
});

/**
 * The language of a mail to an admin: of a language that there are no texts of, English is what most people read.
 * @param locales what the admin chose, and what else is known, the dearest first
 */
export const languageOfAdmin = (...locales: (string | null)[]): Language =>
  findLanguage(
    locales.filter((locale) => locale !== null),
    LANGUAGES,
  ) ?? 'en';
