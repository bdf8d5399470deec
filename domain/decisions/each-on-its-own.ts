import type { Developer } from '../../prisma/generated/client/client.ts';
import { DomainError, TooManyAttempts } from '../errors.ts';
import { orTooBusy, tooBusy } from '../too-busy.ts';

/** After an error, `developer` is the one that the id names, if the admin may read it. The error may be a bug of ours. */
export type Outcome = { developer: Developer | null; error: Error | null };

export type DecisionResult = { id: string } & Outcome;

/**
 * Continues after an expected error. After a bug, or without a database connection, the remaining ids get TooManyAttempts,
 * because the time for the call is used up.
 */
export async function eachOnItsOwn(ids: string[], act: (id: string) => Promise<Outcome>): Promise<DecisionResult[]> {
  const results: DecisionResult[] = [];
  let isOver = false;
  for (const id of ids) {
    const outcome: Outcome = isOver ? { developer: null, error: tooBusy() } : await actOrExplain(id, act);
    const { error } = outcome;
    const isFault = error !== null && !(error instanceof DomainError);
    if (isFault && results.every((earlier) => earlier.error !== null)) throw error;
    isOver ||= isFault || error instanceof TooManyAttempts;
    results.push({ id, ...outcome });
  }
  return results;
}

async function actOrExplain(id: string, act: (id: string) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act(id);
  } catch (thrown) {
    const error = orTooBusy(thrown);
    if (error instanceof Error) return { developer: null, error };
    throw error;
  }
}
