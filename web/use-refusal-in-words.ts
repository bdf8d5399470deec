import { use } from 'react';
import { useTranslations } from 'use-intl';
import { FALLBACK, LanguageOfPage } from './language.ts';

export type Issue = { path: string[]; message: string; code?: string; parameters?: { name: string; value: string }[] };

const REFUSALS = [
  'InvalidCredentials',
  'InvalidToken',
  'NotAllowed',
  'NotFound',
  'PasswordLoginOff',
  'RegistrationClosed',
] as const;

/** Not MALFORMED and NOT_PERMITTED, which a portal says in its own words. */
const ISSUES = [
  'REQUIRED',
  'TOO_SHORT',
  'TOO_LONG',
  'BAD_CHARACTERS',
  'NOT_AN_EMAIL',
  'NOT_A_URL',
  'GUESSABLE',
  'BREACHED',
  'UNKNOWN_CHOICE',
  'TAKEN',
  'UNCHANGED',
  'NOT_ACCEPTED',
  'OUTDATED',
  'READ_ONLY',
] as const;

/** The API answers in English. Pages in another language say the same by its code, as far as they know the code. */
export function useRefusalInWords() {
  // Pages of admins are in English, and do not load this area.
  const t = useTranslations();
  const { language } = use(LanguageOfPage);
  const isEnglish = language === FALLBACK;
  return {
    issue: ({ message, code, parameters = [] }: Issue): string => {
      const known = isEnglish ? undefined : ISSUES.find((one) => one === code);
      return known
        ? t(`refusals.issues.${known}`, Object.fromEntries(parameters.map(({ name, value }) => [name, value])))
        : message;
    },
    refusal: ({ __typename, message }: { __typename?: string; message: string }): string => {
      const known = isEnglish ? undefined : REFUSALS.find((one) => one === __typename);
      return known ? t(`refusals.${known}`) : message;
    },
  };
}
