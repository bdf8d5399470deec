import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Page } from '../components/page.tsx';

export function NoSuchPage({ children }: { children?: ReactNode }) {
  const t = useTranslations('parts');
  return (
    <Page title={t('noSuchPage')} portal={null}>
      <p>{t('checkAddress')}</p>
      {children}
    </Page>
  );
}
