import { useTranslations } from 'use-intl';
import { AdminLogInChoices } from '../log-in/log-in-choices.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';

type LogInDialogProps = {
  email: string;
  /** Called after a success. */
  done: () => void;
  /** Gives up. Null if there is nothing to go back to. */
  close: (() => void) | null;
};

/** Covers the page of a session that has ended. What was typed there stays. */
export function LogInDialog({ email, done, close }: LogInDialogProps) {
  const t = useTranslations('session');
  return (
    <ModalDialog title={t('endedTitle')} close={close}>
      <p>{t('ended')}</p>
      <AdminLogInChoices email={email} goOn={done} returnTo={location.href} />
    </ModalDialog>
  );
}
