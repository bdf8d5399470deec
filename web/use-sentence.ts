import { useTranslations } from 'use-intl';
import { Unanswered } from './api.ts';

/** Returns a function that says why there is no answer; of another error, what it says itself. */
export function useSentence(): (error: Error) => string {
  const t = useTranslations('parts.unanswered');
  return (error) => {
    if (!(error instanceof Unanswered)) return error.message;
    const { why, request } = error;
    return why === 'failed' && request ? t('failedRequest', { request }) : t(why);
  };
}
