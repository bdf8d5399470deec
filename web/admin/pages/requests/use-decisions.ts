import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../../../api.ts';
import type { Refusal } from '../../../components/form.tsx';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useSentence } from '../../../use-sentence.ts';
import {
  ApproveRequestsDocument,
  type DecideDevelopersInput,
  type DecidedRequestFragment,
  RejectRequestsDocument,
  UndoDecisionsDocument,
} from '../../generated/operations.ts';
import { useSession } from '../../session/session.tsx';
import { useTell } from '../../ui/told.tsx';
import type { Change, Row } from './queue.ts';

/** What was decided with one key or button, and is undone with one. */
export type Batch = {
  key: number;
  to: 'APPROVED' | 'REJECTED';
  requests: Row[];
  /** The ids of the decisions, once the API has made them. */
  made: Promise<string[]>;
  /** By the clock of this computer. Null until the API has answered. */
  ends: { at: number; after: number } | null;
};

const MOST_UNDONE = 100;

type Words = Pick<DecideDevelopersInput, 'reason' | 'reasonTemplate' | 'note'>;

/** Shows a decision at once, sends it, and undoes the last ones while that is possible. */
export function useDecisions(change: (change: Change) => void, decided: () => void) {
  const t = useTranslations('requests');
  const sentenceOf = useSentence();
  const { act } = useSession();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const batches = useRef<Batch[]>([]);
  const [shown, show] = useState<Batch[]>([]);
  const keep = useCallback((next: Batch[]) => {
    batches.current = next;
    show(next);
  }, []);
  const drop = useCallback((key: number) => keep(batches.current.filter((one) => one.key !== key)), [keep]);

  const notSent = (error: unknown): Refusal => ({ message: error instanceof Unanswered ? sentenceOf(error) : t('broken') });

  /** Returns a refusal of the whole act, such as one for a reason that is too long. */
  async function decide(to: Batch['to'], requests: Row[], words: Words = {}): Promise<Refusal | null> {
    const ids = requests.map(({ id }) => id);
    const key = (batches.current.at(-1)?.key ?? 0) + 1;
    change({ type: 'SENT', ids, to });
    const sent = send(act, to, { ids, ...words });
    const made = sent.then(
      (answer) =>
        'results' in answer
          ? answer.results.flatMap(({ developer, error }) => (error ? [] : (developer?.decisions.at(-1)?.id ?? [])))
          : [],
      () => [],
    );
    keep([...batches.current, { key, to, requests, made, ends: null }]);
    const answer = await sent.catch(notSent);
    if (!('results' in answer)) {
      change({ type: 'FAILED', ids });
      drop(key);
      decided();
      return answer;
    }
    change({ type: 'ANSWERED', results: answer.results });
    const after = windowOf(answer.results);
    keep(batches.current.map((one) => (one.key === key ? { ...one, ends: { at: Date.now() + after, after } } : one)));
    if (after === 0) drop(key);
    const [refused] = answer.results.flatMap(({ error }) => error ?? []);
    if (refused) tell(inWords(refused));
    decided();
    return null;
  }

  async function undo(batch = batches.current.at(-1)): Promise<Row[]> {
    if (!batch) {
      tell(t('nothingToUndo'));
      return [];
    }
    drop(batch.key);
    const ids = await batch.made;
    if (ids.length === 0) return [];
    for (let first = 0; first < ids.length; first += MOST_UNDONE) {
      const answer = await act(UndoDecisionsDocument, { ids: ids.slice(first, first + MOST_UNDONE) }).catch(notSent);
      if (!('results' in answer)) {
        // It can be tried again, and the next try is not for the batch before it.
        keep([...batches.current, batch].toSorted((one, other) => one.key - other.key));
        tell(inWords(answer));
        return [];
      }
      const results = answer.results.flatMap((result) => (result.developer ? [{ ...result, id: result.developer.id }] : []));
      change({ type: 'ANSWERED', results });
      const [refused] = answer.results.flatMap(({ error }) => error ?? []);
      const name = batch.requests[0]?.fullName ?? '';
      tell(refused ? inWords(refused) : t('undone', { count: ids.length, name }));
    }
    decided();
    return batch.requests;
  }

  useEffect(() => {
    const next = Math.min(...shown.flatMap(({ ends }) => ends?.at ?? []));
    if (!Number.isFinite(next)) return;
    const timer = setTimeout(
      () => keep(batches.current.filter(({ ends }) => !ends || ends.at > Date.now())),
      next - Date.now(),
    );
    return () => clearTimeout(timer);
  }, [shown, keep]);

  return { decide, undo, last: shown.at(-1) ?? null };
}

/** How long these can be undone, by the clock of the database alone: that of this computer may be wrong. */
function windowOf(results: DecidedRequestFragment[]): number {
  const made = results.flatMap(({ developer, error }) => (error ? [] : (developer?.decisions.at(-1) ?? [])));
  return Math.max(
    0,
    ...made.map(({ createdAt, undoableUntil }) => (undoableUntil ? Date.parse(undoableUntil) - Date.parse(createdAt) : 0)),
  );
}

type Act = ReturnType<typeof useSession>['act'];

async function send(
  act: Act,
  to: Batch['to'],
  input: DecideDevelopersInput,
): Promise<{ results: DecidedRequestFragment[] } | Refusal> {
  // The same key again decides nobody twice.
  const keyed = { ...input, idempotencyKey: crypto.randomUUID() };
  const once = async (): Promise<{ results: DecidedRequestFragment[] } | Refusal> =>
    to === 'APPROVED' ? await act(ApproveRequestsDocument, keyed) : await act(RejectRequestsDocument, keyed);
  return await once().catch((error: unknown) => {
    const isLost = error instanceof Unanswered && error.code === null;
    if (!isLost) throw error;
    return once();
  });
}
