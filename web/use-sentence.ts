import { useTranslations } from 'use-intl';
import type { Unanswered } from './api.ts';

/** Returns a function that says why there is no answer. */
export function useSentence(): (error: Unanswered) => string {
  const t = useTranslations('parts.unanswered');
  return ({ why, request }) => (why === 'failed' && request ? t('failedRequest', { request }) : t(why));
}
