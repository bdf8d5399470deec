import { useTranslations } from 'use-intl';
import { SHORTCUTS } from './shortcuts.ts';

type ShortcutKeysProps = { areOn: boolean; setOn: (areOn: boolean) => void };

/** What each key does, and the switch for those who type by voice or by chance. */
export function ShortcutKeys({ areOn, setOn }: ShortcutKeysProps) {
  const t = useTranslations('requests');
  return (
    <>
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
    </>
  );
}
