import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function Log() {
  const t = useTranslations('shell');
  return <DeskPage title={t('log')}>{null}</DeskPage>;
}
