import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function Requests() {
  const t = useTranslations('shell');
  return <DeskPage title={t('requests')}>{null}</DeskPage>;
}
