import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useAct } from '../../data/use-act.ts';
import { AddNoteDocument, AskPeopleDocument, type FindRequestsQueryVariables } from '../../generated/operations.ts';
import { useTell } from '../../ui/told.tsx';
import type { Row } from './queue.ts';
import { RejectDialog } from './reject-dialog.tsx';
import { TextDialog } from './text-dialog.tsx';
import type { useDesk } from './use-desk.ts';

/** Few need it, so nobody waits for it. The others open by a key, and must not miss the next one. */
const AllDialog = lazy(async () => ({ default: (await import('./all-dialog.tsx')).AllDialog }));

export type OpenDialog = { for: 'REJECT' | 'ASK' | 'NOTE'; rows: Row[] } | { for: 'APPROVE_ALL' | 'REJECT_ALL'; count: number };

type DialogsProps = {
  desk: Pick<ReturnType<typeof useDesk>, 'dialog' | 'openDialog' | 'decisions' | 'leave' | 'askSoon'>;
  variables: FindRequestsQueryVariables;
  /** Shows how far a decision about all requests is. */
  watch: (bulkDecision: string) => void;
};

/** The dialog that is open. */
export function Dialogs({ desk: { dialog, openDialog, decisions, leave, askSoon }, variables, watch }: DialogsProps) {
  const t = useTranslations('requests');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  if (!dialog) return null;
  const close = () => openDialog(null);
  if ('count' in dialog) {
    return (
      <Suspense>
        <AllDialog {...{ dialog, variables, watch, close, askSoon }} />
      </Suspense>
    );
  }
  const { rows } = dialog;
  const ids = rows.map(({ id }) => id);
  const about = { count: rows.length, name: rows[0]?.fullName ?? '' };
  if (dialog.for === 'REJECT') {
    const portals = new Set(rows.map(({ portal }) => portal.slug));
    return (
      <RejectDialog
        title={t('rejectTitle', about)}
        submit={t('reject', { count: rows.length === 1 ? 0 : rows.length })}
        portal={portals.size === 1 ? (rows[0]?.portal.slug ?? null) : null}
        close={close}
        send={async (words) => {
          const refusal = await decisions.decide('REJECTED', rows, words);
          if (refusal) return refusal;
          close();
          leave(rows);
          return null;
        }}
      />
    );
  }
  if (dialog.for === 'ASK') {
    return (
      <TextDialog
        title={t('askTitle', about)}
        submit={t('send')}
        name="question"
        label={t('question')}
        hint={t('questionHint')}
        close={close}
        send={async (question) => {
          const answer = await act(AskPeopleDocument, { ids, question });
          if (answer.__typename !== 'AskDevelopersSuccess') return answer;
          const refused = answer.results.find(({ error }) => error)?.error;
          tell(refused ? inWords(refused) : t('asked', about));
          close();
          askSoon();
          return null;
        }}
      />
    );
  }
  return (
    <TextDialog
      title={t('noteTitle', about)}
      submit={t('save')}
      name="text"
      label={t('noteForAdmins')}
      hint={t('noteHint')}
      close={close}
      send={async (text) => {
        const answer = await act(AddNoteDocument, { id: ids[0] ?? '', text });
        if (answer.__typename !== 'AddNoteSuccess') return answer;
        tell(t('noted', about));
        close();
        return null;
      }}
    />
  );
}
