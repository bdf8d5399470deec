import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useAct } from '../../data/use-act.ts';
import { type ConnectionFragment, DeleteConnectionDocument, UpdateConnectionDocument } from '../../generated/operations.ts';
import { AskByName } from '../../ui/ask-by-name.tsx';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/told.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { TestDialog } from './test-dialog.tsx';

type ConnectionActsProps = { connection: ConnectionFragment; portal: string | null };

/** Test, turn on or off, change, remove. */
export function ConnectionActs({ connection, portal }: ConnectionActsProps) {
  const t = useTranslations('sso');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const [open, setOpen] = useState<'test' | 'edit' | 'delete' | null>(null);
  const { id, label, enabled } = connection;
  const close = () => setOpen(null);

  async function turn() {
    const answer = await act(UpdateConnectionDocument, { id, enabled: !enabled });
    if (answer.__typename === 'UpdateSsoConnectionSuccess') return tell(t(enabled ? 'off' : 'on', { label }));
    tell(inWords(answer));
  }

  return (
    <div className="row-acts">
      <Button kind="second" aria-label={t('testNamed', { label })} onPress={() => setOpen('test')}>
        {t('test')}
      </Button>
      <Button kind="second" aria-label={t(enabled ? 'disableNamed' : 'enableNamed', { label })} onPress={() => void turn()}>
        {t(enabled ? 'disable' : 'enable')}
      </Button>
      <Button kind="second" aria-label={t('editNamed', { label })} onPress={() => setOpen('edit')}>
        {t('edit')}
      </Button>
      <Button kind="danger" aria-label={t('deleteNamed', { label })} onPress={() => setOpen('delete')}>
        {t('delete')}
      </Button>
      {open === 'test' && <TestDialog connection={connection} close={close} />}
      {open === 'edit' && <ConnectionDialog portal={portal} before={connection} close={close} />}
      {open === 'delete' && (
        <AskByName
          title={t('deleteNamed', { label })}
          name={label}
          submit={t('delete')}
          close={close}
          send={async () => {
            const answer = await act(DeleteConnectionDocument, { id });
            if ('message' in answer) return answer;
            tell(t('deleted', { label }));
            return null;
          }}
        >
          <p>{t('deletes', { label })}</p>
        </AskByName>
      )}
    </div>
  );
}
