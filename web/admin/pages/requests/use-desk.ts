import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../../../api.ts';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useSentence } from '../../../use-sentence.ts';
import { useLive } from '../../data/live.ts';
import { type FindRequestsQueryVariables, WatchRequestsDocument } from '../../generated/operations.ts';
import { useTell } from '../../ui/told.tsx';
import type { OpenDialog } from './dialogs.tsx';
import { can, isWaiting, type Row } from './queue.ts';
import type { Shortcut } from './shortcuts.ts';
import { useClaims } from './use-claims.ts';
import { useCurrent } from './use-current.ts';
import { type Batch, useDecisions } from './use-decisions.ts';
import { useQueue } from './use-queue.ts';

/** The queue, what is chosen in it, and what each key and button does. */
export function useDesk(variables: FindRequestsQueryVariables, help: () => void) {
  const t = useTranslations('requests');
  const sentenceOf = useSentence();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const queue = useQueue(variables);
  const { rows } = queue;
  const isLost = useLive(WatchRequestsDocument, { portal: variables.portal ?? null }, queue.askSoon);
  const decisions = useDecisions(queue.change, queue.askSoon);
  const place = useCurrent(rows, queue.list !== undefined, queue.add);
  const { current, go } = place;
  const claims = useClaims(variables.portal ?? null, current, queue);
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  const [dialog, openDialog] = useState<OpenDialog | null>(null);

  const chosen = rows.filter((row) => selected.has(row.id) && isWaiting(row));
  const targets = chosen.length > 0 ? chosen : current ? [current] : [];
  const toggle = useCallback(
    (id: string) =>
      select((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );

  /** Those of the targets that it can be done to. Says so if there are none. */
  function able(act: 'APPROVE' | 'REJECT' | 'ASK'): Row[] {
    const those = targets.filter((row) => can(row, act));
    if (those.length === 0) tell(t(current && !isWaiting(current) ? 'notWaiting' : 'notPossible'));
    return those;
  }

  /** Called once the decision is on its way: the next request is there at once. */
  function leave(those: Row[]) {
    place.moveOn(those);
    select(new Set());
  }

  async function approve() {
    const those = able('APPROVE');
    if (those.length === 0) return;
    leave(those);
    const refusal = await decisions.decide('APPROVED', those);
    if (refusal) tell(inWords(refusal));
  }

  async function undo(batch?: Batch) {
    const [first] = await decisions.undo(batch);
    if (first) go(first.id);
  }

  function openFor(kind: 'REJECT' | 'ASK') {
    const those = able(kind);
    if (those.length > 0) openDialog({ for: kind, rows: those });
  }

  /** What cannot be sent is said, and changes nothing. */
  const saying = (act: () => Promise<unknown>) => () =>
    void act().catch((error: unknown) => tell(error instanceof Unanswered ? sentenceOf(error) : t('broken')));

  const acts: Record<Shortcut, () => void> = {
    next: () => place.step(1),
    previous: () => place.step(-1),
    select: () => current && can(current, 'APPROVE') && toggle(current.id),
    approve: saying(approve),
    reject: () => openFor('REJECT'),
    ask: () => openFor('ASK'),
    note: () => current?.possibleActs?.includes('ADD_NOTE') && openDialog({ for: 'NOTE', rows: [current] }),
    undo: saying(() => undo()),
    claim: saying(async () => go(await claims.claimNext())),
    search: () => document.querySelector<HTMLInputElement>('[data-search]')?.select(),
    help,
  };
  const release = saying(async () => current && (await claims.release(current.id)));

  return {
    ...queue,
    ...place,
    isLost,
    decisions,
    selected,
    chosen,
    targets,
    toggle,
    select,
    leave,
    dialog,
    openDialog,
    acts,
    release,
  };
}
