import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function Portals() {
  const t = useTranslations('shell');
  return <DeskPage title={t('portals')}>{null}</DeskPage>;
}
