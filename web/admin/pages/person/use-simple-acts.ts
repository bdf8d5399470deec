import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { firstRefusalIn } from '../../data/refusals.ts';
import { useAct } from '../../data/use-act.ts';
import {
  ApprovePersonDocument,
  ClearPersonMailStateDocument,
  ReinstatePersonDocument,
  UndoDecisionsDocument,
} from '../../generated/operations.ts';
import { useTell } from '../../ui/told.tsx';
import type { Person } from './person-detail.tsx';

/** Acts that ask for nothing more. They say what has become of them. */
export function useSimpleActs({ id, decisions }: Person) {
  const t = useTranslations('personActs');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const say = (answer: Parameters<typeof firstRefusalIn>[0]) => {
    const refusal = firstRefusalIn(answer);
    tell(refusal ? inWords(refusal) : t('done'));
  };
  const last = decisions.at(-1)?.id ?? '';
  return {
    approve: async () => say(await act(ApprovePersonDocument, { ids: [id] })),
    reinstate: async () => say(await act(ReinstatePersonDocument, { ids: [id] })),
    clearMailState: async () => say(await act(ClearPersonMailStateDocument, { ids: [id] })),
    undo: async () => say(await act(UndoDecisionsDocument, { ids: [last] })),
  };
}
