import { type Database, within } from './client.ts';
import { type Mark, type ReplicaState, stateAt } from './replica-state.ts';
import { isSaturated } from './saturation.ts';

/** @limit Time that a list waits for a connection to a replica, and again until that says how far it is. Beyond: The list is read elsewhere. */
export const REPLICA_ANSWER_MS = 500;
/** @limit Time after which a list that fails on a replica is not begun anew elsewhere. Beyond: The request fails. */
export const READ_AGAIN_MS = 1_000;

/** Why a replica is not read. `slow`: it did not say in time how far it is. */
export type ReplicaProblem = Exclude<ReplicaState, 'current'> | 'away' | 'slow';

/**
 * Reads a list on a replica, if that has everything up to a mark. Both in one transaction: behind one address there may be several servers.
 * @param until when the replica is no longer waited for, by `performance.now()`
 * @returns no result if the list has to be read elsewhere; null if that is about this list alone
 */
export async function readAt<Result>(
  replica: Database,
  mark: Mark,
  until: number,
  read: (replica: Database) => Promise<Result>,
): Promise<{ result: Result } | { problem: ReplicaProblem } | null> {
  const began = performance.now();
  const found = Promise.withResolvers<ReplicaProblem | null>();
  const reading = replica.$transaction(async (tx) => {
    // Begun here: the first transaction loads Prisma's compiler before.
    const timer = setTimeout(() => found.resolve('slow'), REPLICA_ANSWER_MS);
    const state = await stateAt(mark, tx, until).finally(() => clearTimeout(timer));
    found.resolve(state === 'current' ? null : state);
    const problem = await found.promise;
    if (problem) throw new Error(`The replica is not read: ${problem}.`);
    return await read(within(tx));
  });
  reading.catch((error) => found.resolve(isSaturated(error) ? 'slow' : 'away'));
  const problem = await found.promise;
  if (problem) return { problem };
  try {
    return { result: await reading };
  } catch (error) {
    // What it replayed was in the way, or it went away: the next list finds out. What took long would take as long again.
    if (performance.now() - began > READ_AGAIN_MS) throw error;
    return null;
  }
}
