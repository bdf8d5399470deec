import { useTranslations } from 'use-intl';

/** Returns a function that says a kind of job in words. Emails are named by their subject. */
export function useJobName(): (name: string) => string {
  const t = useTranslations('jobs');
  const mails = useTranslations('mails');
  return (name) => (mails.has(name as 'other') ? t('mail', { name: mails(name as 'other') }) : name);
}
