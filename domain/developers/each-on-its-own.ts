import type { Developer } from '../../prisma/generated/client/client.ts';
import { DomainError, TooManyAttempts } from '../errors.ts';
import { orTooBusy, tooBusy } from '../too-busy.ts';

/** What happened to one of the ids: the developer as it is now, or why nothing was done, which may be a fault of ours. */
export type DecisionResult = { id: string } & Outcome;

type Outcome = { developer: Developer | null; error: Error | null };

/**
 * Runs `act` for each id and gathers what came of it; one that fails stops no other. But a fault of ours, or no connection to the
 * database, took the time that the call has: who comes after it is not tried, and told to come again.
 * @throws what is no DomainError, as long as nothing was done
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
