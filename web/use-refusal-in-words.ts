import { createContext, use } from 'react';
import { useTranslations } from 'use-intl';
import { FALLBACK, LanguageOfPage } from './language.ts';
import { useDuration } from './use-duration.ts';

export type Issue = { path: string[]; message: string; code?: string; parameters?: { name: string; value: string }[] };

export type Refusal = { __typename?: string; message: string; issues?: Issue[]; retryAfter?: number };

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

export type OtherWords = {
  issue: (issue: Issue) => string | null;
  refusal: (refusal: Refusal) => string | null;
};

/** What pages around this have words for, beyond these codes. */
export const OtherWords = createContext<OtherWords>({ issue: () => null, refusal: () => null });

export const parametersOf = ({ parameters = [] }: Issue): Record<string, string> =>
  Object.fromEntries(parameters.map(({ name, value }) => [name, value]));

/** The API answers in English. Pages in another language say the same by its code, as far as they know the code. */
export function useRefusalInWords() {
  // Pages in English do not need the area of these texts.
  const t = useTranslations();
  const duration = useDuration();
  const others = use(OtherWords);
  const { language } = use(LanguageOfPage);
  const isEnglish = language === FALLBACK;

  function issueInWords(issue: Issue): string {
    if (isEnglish) return issue.message;
    const known = ISSUES.find((one) => one === issue.code);
    return known ? t(`refusals.issues.${known}`, parametersOf(issue)) : (others.issue(issue) ?? issue.message);
  }

  function refusalInWords(refusal: Refusal): string {
    const { __typename, message, issues, retryAfter } = refusal;
    if (retryAfter) return t('parts.tooMany', { time: duration(retryAfter) });
    // The message has names of fields, which people do not know.
    if (issues?.length) return issues.map(issueInWords).join(' ');
    if (isEnglish) return message;
    const known = REFUSALS.find((one) => one === __typename);
    return known ? t(`refusals.${known}`) : (others.refusal(refusal) ?? message);
  }

  return { issue: issueInWords, refusal: refusalInWords };
}
