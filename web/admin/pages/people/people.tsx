import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function People() {
  const t = useTranslations('shell');
  return <DeskPage title={t('people')}>{null}</DeskPage>;
}
