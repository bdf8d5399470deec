import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function Rules() {
  const t = useTranslations('shell');
  return <DeskPage title={t('rules')}>{null}</DeskPage>;
}
