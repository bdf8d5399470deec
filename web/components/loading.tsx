import { useTranslations } from 'use-intl';

export function Loading() {
  const t = useTranslations('parts');
  return (
    <main>
      <p role="status">{t('loading')}</p>
    </main>
  );
}
