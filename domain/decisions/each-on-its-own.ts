import type { Developer } from '../../prisma/generated/client/client.ts';
import { DomainError, TooManyAttempts } from '../errors.ts';
import { orTooBusy, tooBusy } from '../too-busy.ts';

/** After an error, `developer` is the one that the id names, if the admin may read it. The error may be a bug of ours. */
export type Outcome = { developer: Developer | null; error: Error | null };

export type DecisionResult = { id: string } & Outcome;

export const eachOnItsOwn = (ids: string[], act: (id: string) => Promise<Outcome>): Promise<DecisionResult[]> =>
  groupByGroup(ids, 1, (group) => Promise.all(group.map(act)));

/**
 * Continues after an expected error. After a bug, or without a database connection, the remaining ids get TooManyAttempts,
 * because the time for the call is used up.
 * @param act decides a group as a whole or not at all, and answers in the order of its ids
 */
export async function groupByGroup(
  ids: string[],
  size: number,
  act: (ids: string[]) => Promise<Outcome[]>,
): Promise<DecisionResult[]> {
  const results: DecisionResult[] = [];
  let isOver = false;
  for (let begin = 0; begin < ids.length; begin += size) {
    const group = ids.slice(begin, begin + size);
    const outcomes: Outcome[] = isOver ? group.map(untried) : await actOrExplain(group, act);
    const error = outcomes[0]?.error ?? null;
    const isFault = error !== null && !(error instanceof DomainError);
    if (isFault && results.every((earlier) => earlier.error !== null)) throw error;
    isOver ||= isFault || error instanceof TooManyAttempts;
    results.push(...group.map((id, at) => ({ id, ...(outcomes[at] ?? untried()) })));
  }
  return results;
}

const untried = (): Outcome => ({ developer: null, error: tooBusy() });

/** An error that ends the whole group stands at its first id. */
async function actOrExplain(group: string[], act: (ids: string[]) => Promise<Outcome[]>): Promise<Outcome[]> {
  try {
    return await act(group);
  } catch (thrown) {
    const error = orTooBusy(thrown);
    if (error instanceof Error) return group.map((_, at) => (at === 0 ? { developer: null, error } : untried()));
    throw error;
  }
}
