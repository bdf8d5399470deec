import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

/** Few need it, so nobody waits for it. */
const ShortcutKeys = lazy(async () => ({ default: (await import('./shortcut-keys.tsx')).ShortcutKeys }));

type ShortcutHelpProps = { areOn: boolean; setOn: (areOn: boolean) => void; isOpen: boolean; open: (isOpen: boolean) => void };

/** The keys of the page. */
export function ShortcutHelp({ areOn, setOn, isOpen, open }: ShortcutHelpProps) {
  const t = useTranslations('requests');
  return (
    <>
      <Button kind="second" onPress={() => open(true)}>
        {t('keys')}
      </Button>
      {isOpen && (
        <ModalDialog title={t('keys')} close={() => open(false)} closing="close">
          <Suspense>
            <ShortcutKeys {...{ areOn, setOn }} />
          </Suspense>
        </ModalDialog>
      )}
    </>
  );
}
