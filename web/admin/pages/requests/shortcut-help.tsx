import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { SHORTCUTS } from './shortcuts.ts';

type ShortcutHelpProps = { areOn: boolean; setOn: (areOn: boolean) => void; isOpen: boolean; open: (isOpen: boolean) => void };

/** The keys of the page, and the switch for those who type by voice or by chance. */
export function ShortcutHelp({ areOn, setOn, isOpen, open }: ShortcutHelpProps) {
  const t = useTranslations('requests');
  return (
    <>
      <Button kind="second" onPress={() => open(true)}>
        {t('keys')}
      </Button>
      {isOpen && (
        <ModalDialog title={t('keys')} close={() => open(false)} closing="close">
          <table className="keys">
            <thead>
              <tr>
                <th scope="col">{t('key')}</th>
                <th scope="col">{t('does')}</th>
              </tr>
            </thead>
            <tbody>
              {SHORTCUTS.map(([key, name]) => (
                <tr key={key}>
                  <th scope="row">
                    <kbd>{key}</kbd>
                  </th>
                  <td>{t(`keyDoes.${name}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="choice">
            <label>
              <input type="checkbox" checked={areOn} onChange={({ target }) => setOn(target.checked)} /> {t('keysOn')}
            </label>
          </p>
          <p className="hint">{t('keysOnHint')}</p>
        </ModalDialog>
      )}
    </>
  );
}
