import { useTranslations } from 'use-intl';
import { useDuration } from './use-duration.ts';

export type Issue = { path: string[]; message: string };

export type Refusal = { __typename?: string; message: string; issues?: Issue[]; retryAfter?: number };

/** Says a refusal without names of fields, which people do not know. The API says it in the language of the page. */
export function useRefusalInWords(): (refusal: Refusal) => string {
  const t = useTranslations('parts');
  const duration = useDuration();
  return ({ message, issues, retryAfter }) => {
    if (retryAfter) return t('tooMany', { time: duration(retryAfter) });
    return issues?.length ? issues.map((issue) => issue.message).join(' ') : message;
  };
}
