import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function FirstSteps() {
  const t = useTranslations('shell');
  return <DeskPage title={t('start')}>{null}</DeskPage>;
}
