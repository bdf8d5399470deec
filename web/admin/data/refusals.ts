import type { Refusal } from '../../components/form.tsx';

type Results = { results: { error: Refusal | null }[] };

/** Why an act on one thing of a list did not happen, as a whole or for this one. Null after a success. */
export function firstRefusalIn(answer: Refusal | Results | object): Refusal | null {
  if ('message' in answer) return answer;
  return 'results' in answer ? (answer.results[0]?.error ?? null) : null;
}
