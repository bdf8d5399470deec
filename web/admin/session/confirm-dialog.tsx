import { useTranslations } from 'use-intl';
import { ConfirmForm } from '../log-in/confirm-form.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';

/** Asks for a confirmation in the middle of an act. */
export function ConfirmDialog({ done }: { done: (isDone: boolean) => void }) {
  const t = useTranslations('session');
  return (
    <ModalDialog title={t('confirmTitle')} close={() => done(false)}>
      <p>{t('confirm')}</p>
      <ConfirmForm goOn={() => done(true)} returnTo={location.href} isBesidePage />
    </ModalDialog>
  );
}
