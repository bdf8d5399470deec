import { useTranslations } from 'use-intl';
import { AdminLogInChoices } from '../log-in/log-in-choices.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';

type LogInDialogProps = {
  email: string;
  /** Called after a success in this tab. */
  done: () => void;
};

/** Covers the page of a session that has ended. What was typed there stays, so nothing here leads away in this tab but the last link. */
export function LogInDialog({ email, done }: LogInDialogProps) {
  const t = useTranslations('session');
  return (
    <ModalDialog title={t('endedTitle')} close={null}>
      <p>{t('ended')}</p>
      <AdminLogInChoices email={email} goOn={done} returnTo={location.href} isBesidePage />
      <p>{t.rich('asAnother', { link: (text) => <a href="/admin/log-in">{text}</a> })}</p>
    </ModalDialog>
  );
}
