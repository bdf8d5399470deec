import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Page } from '../../components/page.tsx';
import { notePersonChange } from '../../kept-pages.ts';

/** The end of a log-in in a tab of its own. The page that asked for it goes on. */
export function AdminLoggedIn() {
  const t = useTranslations('entrance');
  useEffect(notePersonChange, []);
  return (
    <Page title={t('loggedInTitle')} portal={null}>
      <p>{t('loggedIn')}</p>
    </Page>
  );
}
