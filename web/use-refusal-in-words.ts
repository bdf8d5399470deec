import { use } from 'react';
import { useTranslations } from 'use-intl';
import { FALLBACK, LanguageOfPage } from './language.ts';
import { useDuration } from './use-duration.ts';

export type Issue = { path: string[]; message: string; code?: string; parameters?: { name: string; value: string }[] };

export type Refusal = { __typename?: string; message: string; issues?: Issue[]; retryAfter?: number };

/**
 * The API answers in English. Pages in another language say the same by its code, as far as they know the code. Those of portals do not know
 * MALFORMED and NOT_PERMITTED, which a portal says in its own words.
 */
export function useRefusalInWords() {
  // Pages in English do not need the area of these texts.
  const t = useTranslations();
  const duration = useDuration();
  const isEnglish = use(LanguageOfPage).language === FALLBACK;

  function wordsFor(code: string | undefined, parameters: Issue['parameters'] = []): string | null {
    const key = `refusals.${code}` as 'refusals.NotFound';
    if (isEnglish || !t.has(key)) return null;
    const named = parameters.map(({ name, value }) => [name, value]);
    return t(key, { minimum: 'none', maximum: 'none', ...Object.fromEntries(named) });
  }

  const issue = ({ code, parameters, message }: Issue): string => wordsFor(`issues.${code}`, parameters) ?? message;

  function refusal({ __typename, message, issues, retryAfter }: Refusal): string {
    if (retryAfter) return t('parts.tooMany', { time: duration(retryAfter) });
    // The message has names of fields, which people do not know.
    return issues?.length ? issues.map(issue).join(' ') : (wordsFor(__typename) ?? message);
  }

  return { issue, refusal };
}
