import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import type { OpenDialog } from './dialogs.tsx';

type AllThatMatchProps = {
  /** How many requests match, on all pages. */
  count: number;
  /** Null for requests of all portals, which nobody decides at once. */
  portal: string | null;
  openDialog: (dialog: OpenDialog) => void;
};

/** Goes from the requests in sight to all that match. */
export function AllThatMatch({ count, portal, openDialog }: AllThatMatchProps) {
  const t = useTranslations('requests');
  if (!portal) return <p>{t('allNeedPortal', { count })}</p>;
  return (
    <>
      <p>{t('allMatch', { count })}</p>
      <div className="request-acts">
        <Button kind="second" onPress={() => openDialog({ for: 'APPROVE_ALL', count })}>
          {t('approveAll', { count })}
        </Button>
        <Button kind="second" onPress={() => openDialog({ for: 'REJECT_ALL', count })}>
          {t('rejectAll', { count })}
        </Button>
      </div>
    </>
  );
}
