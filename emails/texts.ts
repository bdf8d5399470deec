import { createTranslator } from 'use-intl/core';
import type { Language } from '../texts/languages.ts';
import { MAILS } from '../texts/mails.ts';
import type { Portal } from './portal.ts';

/** Of mails to people whose language nobody knows. */
export const FALLBACK: Language = 'en';

const translator = (locale: Language) => createTranslator({ locale, messages: MAILS[locale], timeZone: 'UTC' });

type Translator = ReturnType<typeof translator>;

const made = new Map<Language, Translator>();

/** The texts in the language of the mail. A translator remembers what it has parsed. */
export function textsOf({ language = FALLBACK }: Pick<Portal, 'language'>): Translator {
  const t = made.get(language) ?? translator(language);
  made.set(language, t);
  return t;
}
