import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function Overview() {
  const t = useTranslations('shell');
  return <DeskPage title={t('overview')}>{null}</DeskPage>;
}
