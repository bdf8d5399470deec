import { useTranslations } from 'use-intl';
import { DeskPage } from '../../ui/desk-page.tsx';

export function Invitations() {
  const t = useTranslations('shell');
  return <DeskPage title={t('invitations')}>{null}</DeskPage>;
}
