import type { Developer } from '../../prisma/generated/client/client.ts';
import { DomainError, TooManyAttempts } from '../errors.ts';
import { orTooBusy, tooBusy } from '../too-busy.ts';

/** The outcome for one id: the developer as it is now, or why nothing was done. That may be a bug of ours. */
export type DecisionResult = { id: string } & Outcome;

type Outcome = { developer: Developer | null; error: Error | null };

/**
 * Runs `act` for each id, one after the other, and collects the outcomes. An expected failure does not stop the rest. After a
 * bug, or where no database connection came free, the remaining ids are not tried and get TooManyAttempts: the time for the
 * call is used up.
 * @throws an error that is not a DomainError, if nothing was done before it
 */
export async function eachOnItsOwn(ids: string[], act: (id: string) => Promise<Developer>): Promise<DecisionResult[]> {
  const results: DecisionResult[] = [];
  let isOver = false;
  for (const id of ids) {
    const outcome: Outcome = isOver ? { developer: null, error: tooBusy() } : await actOrExplain(id, act);
    const { error } = outcome;
    const isFault = error !== null && !(error instanceof DomainError);
    if (isFault && results.every(({ developer }) => developer === null)) throw error;
    isOver ||= isFault || error instanceof TooManyAttempts;
    results.push({ id, ...outcome });
  }
  return results;
}

async function actOrExplain(id: string, act: (id: string) => Promise<Developer>): Promise<Outcome> {
  try {
    return { developer: await act(id), error: null };
  } catch (thrown) {
    const error = orTooBusy(thrown);
    if (error instanceof Error) return { developer: null, error };
    throw error;
  }
}
