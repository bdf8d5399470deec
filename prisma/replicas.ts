import { type Database, openMainPool, prismaOn } from './client.ts';
import { urlsOfHosts } from './database-url.ts';
import type { Pool } from './open-pool.ts';
import { placeOfUrl } from './primary.ts';
import { type ReplicaState, stateOf } from './replica-state.ts';

/** @limit Time for which a replica that was away or behind is not read. Beyond: It is looked at again. */
export const REPLICA_REST_MS = 5_000;

type ReplicaProblem = Exclude<ReplicaState, 'current'> | 'away';

type Replica = { place: string; pool: Pool; prisma: Database; restsUntil: number; problem: ReplicaProblem | null };

export type Replicas = {
  /**
   * Runs what reads a list on a replica that has all that was committed by now; where there is none, or the replica fails, on the primary.
   * @param read gets the replica, or null for the primary; it changes nothing
   */
  read: <Result>(read: (replica: Database | null) => Promise<Result>) => Promise<Result>;
  close: () => Promise<void>;
};

export type ReplicaNotes = {
  /** A list was read there. */
  noteRead: (from: 'replica' | 'primary') => void;
  /** A replica is read no more, and why; or again: null. */
  noteState: (place: string, problem: ReplicaProblem | null) => void;
};

/**
 * @param replicaUrl the address of one replica or several; undefined for none
 * @param primary connections to the primary
 * @param max connections at most to each replica
 */
export function openReplicas(
  replicaUrl: string | undefined,
  primary: Pool,
  max: number,
  { noteRead, noteState }: ReplicaNotes,
): Replicas {
  const replicas = replicaUrl ? urlsOfHosts(replicaUrl).map((url) => openReplica(url, max)) : [];
  for (const { place } of replicas) noteState(place, null);
  let turns = 0;

  const note = (replica: Replica, problem: ReplicaProblem | null) => {
    replica.restsUntil = problem ? performance.now() + REPLICA_REST_MS : 0;
    if (replica.problem !== problem) noteState(replica.place, problem);
    replica.problem = problem;
  };
  const nextCurrent = async () => {
    const rested = replicas.filter(({ restsUntil }) => restsUntil <= performance.now());
    const replica = rested[turns++ % rested.length];
    if (!replica) return null;
    const state = await stateOf(primary, replica.pool).catch((): 'away' => 'away');
    note(replica, state === 'current' ? null : state);
    return state === 'current' ? replica : null;
  };
  return {
    read: async (read) => {
      if (replicas.length === 0) return await read(null);
      const replica = await nextCurrent();
      if (replica) {
        try {
          const result = await read(replica.prisma);
          noteRead('replica');
          return result;
        } catch {
          // It went away, or what it replayed was in the way of the statement. The primary says what else may be wrong.
          note(replica, 'away');
        }
      }
      noteRead('primary');
      return await read(null);
    },
    close: async () => void (await Promise.all(replicas.map(({ prisma }) => prisma.$disconnect()))),
  };
}

function openReplica(url: string, max: number): Replica {
  const pool = openMainPool(url, max, 'lists');
  return { place: placeOfUrl(url), pool, prisma: prismaOn(pool, url), restsUntil: 0, problem: null };
}
