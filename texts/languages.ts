/** The languages of the pages: each has a folder here. Tags of BCP 47. */
export const LANGUAGES = ['en', 'de', 'ja'] as const;

export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (tag: string): tag is Language => LANGUAGES.some((language) => language === tag);
