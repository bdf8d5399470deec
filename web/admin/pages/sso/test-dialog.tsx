import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useAct } from '../../data/use-act.ts';
import { type ConnectionFragment, TestConnectionDocument, type TestConnectionMutation } from '../../generated/operations.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

type Answer = NonNullable<TestConnectionMutation['testSsoConnection']>;

type TestDialogProps = { connection: ConnectionFragment; close: () => void };

/** The checks that need no log-in, and the way to the trial log-in. */
export function TestDialog({ connection: { id, label }, close }: TestDialogProps) {
  const t = useTranslations('sso');
  const ui = useTranslations('ui');
  const act = useAct();
  const inWords = useRefusalInWords();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    void act(TestConnectionDocument, { id }).then(setAnswer, close);
  }, [act, id, close]);
  return (
    <ModalDialog title={t('testTitle', { label })} close={close} closing="close">
      {!answer && <p role="status">{ui('loading')}</p>}
      {answer && 'message' in answer && <p role="alert">{inWords(answer)}</p>}
      {answer?.__typename === 'TestSsoConnectionSuccess' && (
        <>
          <ul>
            {answer.checks.map(({ name, ok, message }) => (
              <li key={name}>{t('check', { ok: String(ok), message })}</li>
            ))}
          </ul>
          <p>{t('trial')}</p>
          <p>
            <a className="button" href={answer.trialUrl} target="_blank" rel="noreferrer">
              {t('openTrial')}
            </a>
          </p>
        </>
      )}
    </ModalDialog>
  );
}
