import { mails as de } from './de/mails.ts';
import { mails as en } from './en/mails.ts';
import { mails as ja } from './ja/mails.ts';
import type { Language } from './languages.ts';
import type { MailTexts } from './mail-texts.ts';

/** Workers have all languages. */
export const MAILS: Record<Language, MailTexts> = { en, de, ja };
