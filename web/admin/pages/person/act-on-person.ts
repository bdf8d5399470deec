import type { Refusal } from '../../../components/form.tsx';

type Results = { results: { error: Refusal | null }[] };

/** Why an act on one person did not happen, as a whole or for this person. Null after a success. */
export function refusalIn(answer: Refusal | Results | object): Refusal | null {
  if ('message' in answer) return answer;
  return 'results' in answer ? (answer.results[0]?.error ?? null) : null;
}
