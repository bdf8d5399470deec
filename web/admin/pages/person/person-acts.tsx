import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useAct } from '../../data/use-act.ts';
import { SendPasswordResetDocument, SendVerificationDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/told.tsx';
import { ActDialog } from './act-dialog.tsx';
import { IN_DIALOG, type InDialog } from './acts-in-dialogs.ts';
import type { Person } from './person-detail.tsx';
import { useSimpleActs } from './use-simple-acts.ts';

const DANGEROUS: InDialog[] = ['REJECT', 'REVOKE'];

/** The buttons for all that this admin may do to the person now. */
export function PersonActs({ person }: { person: Person }) {
  const t = useTranslations('personActs');
  const { mayDecide } = useRights(person.portal.slug);
  const [open, setOpen] = useState<InDialog | null>(null);
  const simple = useSimpleActs(person);
  const mail = useMail(person);
  const possible = person.possibleActs ?? [];
  const dialogs = Object.keys(IN_DIALOG).filter((act): act is InDialog => possible.some((one) => one === act));
  if (possible.length === 0 && !mayDecide) return null;
  return (
    <section aria-label={t('acts')} className="person-acts">
      {possible.includes('APPROVE') && <Button onPress={simple.approve}>{t('approve')}</Button>}
      {possible.includes('REINSTATE') && <Button onPress={simple.reinstate}>{t('reinstate')}</Button>}
      {possible.includes('UNDO') && (
        <Button kind="second" onPress={simple.undo}>
          {t('undo')}
        </Button>
      )}
      {possible.includes('CLEAR_MAIL_STATE') && (
        <Button kind="second" onPress={simple.clearMailState}>
          {t('clearMailState')}
        </Button>
      )}
      {dialogs
        .filter((act) => act !== 'DELETE')
        .map((act) => (
          <Button key={act} kind={DANGEROUS.includes(act) ? 'danger' : 'second'} onPress={() => setOpen(act)}>
            {t(IN_DIALOG[act])}
          </Button>
        ))}
      {mayDecide && !person.emailVerified && (
        <Button kind="second" onPress={() => mail('VERIFICATION')}>
          {t('sendVerification')}
        </Button>
      )}
      {mayDecide && person.emailVerified && person.hasPassword && (
        <Button kind="second" onPress={() => mail('RESET')}>
          {t('sendReset')}
        </Button>
      )}
      {dialogs.includes('DELETE') && (
        <Button kind="danger" onPress={() => setOpen('DELETE')}>
          {t(IN_DIALOG.DELETE)}
        </Button>
      )}
      {open && <ActDialog act={open} person={person} close={() => setOpen(null)} />}
    </section>
  );
}

/** The same emails that the person can ask for, with the same bounds. */
function useMail({ email, portal }: Person) {
  const t = useTranslations('personActs');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  return async (kind: 'VERIFICATION' | 'RESET') => {
    const input = { email, portal: portal.slug };
    const answer = await (kind === 'RESET' ? act(SendPasswordResetDocument, input) : act(SendVerificationDocument, input));
    tell('message' in answer ? inWords(answer) : t('sent'));
  };
}
