import { type Database, openMainPool, prismaOn } from './client.ts';
import { urlsOfHosts } from './database-url.ts';
import type { Pool } from './open-pool.ts';
import { placeOfUrl } from './primary.ts';
import { REPLICA_ANSWER_MS, type ReplicaProblem, readAt } from './read-at-replica.ts';
import { markOf, REPLICA_WAIT_MS, stateOf } from './replica-state.ts';

/** @limit Time for which a replica that could not be read is left alone. Beyond: It is looked at again, while the lists are read elsewhere. */
export const REPLICA_REST_MS = 5_000;

type Replica = {
  place: string;
  pool: Pool;
  prisma: Database;
  /** Why it is not read. */
  problem: ReplicaProblem | null;
  restsUntil: number;
  isLookedAt: boolean;
};

export type Replicas = {
  /**
   * Runs what reads a list on a replica that has all that was committed by now; where there is none, or the replica fails, on the primary.
   * @param read gets the replica, in a transaction, or null for the primary; it changes nothing
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
  const inTurn = (fit: Replica[]) => {
    const first = turns++ % fit.length || 0;
    return [...fit.slice(first), ...fit.slice(0, first)];
  };

  const note = (replica: Replica, problem: ReplicaProblem | null) => {
    replica.restsUntil = problem ? performance.now() + REPLICA_REST_MS : 0;
    if (replica.problem !== problem) noteState(replica.place, problem);
    replica.problem = problem;
  };
  /** No list waits for a replica that failed before. */
  const lookAgain = (replica: Replica) => {
    if (replica.isLookedAt || replica.restsUntil > performance.now()) return;
    replica.isLookedAt = true;
    void lookAt(primary, replica.pool)
      .catch((): 'away' => 'away')
      .then((problem) => {
        replica.isLookedAt = false;
        note(replica, problem);
      });
  };
  const readAtOne = async <Result>(read: (replica: Database) => Promise<Result>): Promise<{ result: Result } | null> => {
    const fit = inTurn(replicas.filter(({ problem }) => !problem));
    if (fit.length === 0) return null;
    const mark = await markOf(primary);
    const until = performance.now() + REPLICA_WAIT_MS;
    for (const replica of fit) {
      const outcome = await readAt(replica.prisma, mark, until, read);
      // One that went well can have begun before a problem. Only another look ends that.
      if (outcome && 'problem' in outcome) note(replica, outcome.problem);
      if (outcome && 'result' in outcome) return outcome;
    }
    return null;
  };
  return {
    read: async (read) => {
      for (const replica of replicas) if (replica.problem) lookAgain(replica);
      const outcome = await readAtOne(read);
      if (replicas.length > 0) noteRead(outcome ? 'replica' : 'primary');
      return outcome ? outcome.result : await read(null);
    },
    close: async () => void (await Promise.all(replicas.map(({ prisma }) => prisma.$disconnect()))),
  };
}

/** On a connection that is not kept if the server behind it is unfit: the next one may lead to another. */
async function lookAt(primary: Pool, pool: Pool): Promise<ReplicaProblem | null> {
  const connection = await pool.connect();
  let isCurrent = false;
  try {
    const state = await stateOf(primary, connection);
    isCurrent = state === 'current';
    return state === 'current' ? null : state;
  } finally {
    connection.release(!isCurrent);
  }
}

function openReplica(url: string, max: number): Replica {
  const pool = openMainPool(url, max, 'lists');
  return {
    place: placeOfUrl(url),
    pool,
    prisma: prismaOn(pool, url, { maxWait: REPLICA_ANSWER_MS }),
    problem: null,
    restsUntil: 0,
    isLookedAt: false,
  };
}
