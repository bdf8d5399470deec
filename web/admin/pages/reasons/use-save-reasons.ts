import type { Refusal } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { type FindSavedReasonsQuery, SetReasonTemplatesDocument } from '../../generated/operations.ts';
import { useTell } from '../../ui/told.tsx';

export type Reason = NonNullable<NonNullable<FindSavedReasonsQuery['portal']>['settings']>['reasonTemplates'][number];

/** Returns a function that saves all reasons. What is wrong with the one at a place is named as in its dialog. */
export function useSaveReasons(portal: string) {
  const act = useAct();
  const tell = useTell();
  return async (reasons: Reason[], place: number, done: string): Promise<Refusal | null> => {
    const templates = reasons.map(({ name, text }) => ({ name, text }));
    const answer = await act(SetReasonTemplatesDocument, { portal, templates });
    if (answer.__typename === 'SetReasonTemplatesSuccess') {
      tell(done);
      return null;
    }
    if (answer.__typename !== 'InvalidInput') return answer;
    const here = (path: string[]) => (path[1] === String(place) ? path.slice(2) : path);
    return { ...answer, issues: answer.issues.map((issue) => ({ ...issue, path: here(issue.path) })) };
  };
}
