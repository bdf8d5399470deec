import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { Prisma } from './generated/client/client.ts';
import type { Pool } from './open-pool.ts';
import { type RawStatements, rawStatements } from './raw-statements.ts';
import { isSame, WHICH, type Which } from './which-database.ts';

/**
 * A replica replays in milliseconds what its primary commits.
 * @limit Time that a list waits for replicas to have what was committed before. Beyond: The list is read from the primary.
 */
export const REPLICA_WAIT_MS = 100;
const LOOK_EVERY_MS = 10;

/** How far the primary is, and which database it is. */
export type Mark = Which & { lsn: string; timeline: string };
type Seen = Which & { isStandby: boolean; isThere: boolean | null; timeline: number };

// Both clocks and the age of the last commit tell nothing while nobody writes. Places in the write-ahead log do.
const MARK = `SELECT pg_current_wal_flush_lsn()::text AS lsn, left(pg_walfile_name(pg_current_wal_flush_lsn()), 8) AS timeline, ${WHICH}`;
const seenFrom = (lsn: string) => Prisma.sql`
  SELECT pg_is_in_recovery() AS "isStandby", pg_last_wal_replay_lsn() >= ${lsn}::pg_lsn AS "isThere", ${Prisma.raw(WHICH)},
    greatest((SELECT timeline_id FROM pg_control_checkpoint()), (SELECT min_recovery_end_timeline FROM pg_control_recovery())) AS timeline`;

export type ReplicaState = 'current' | 'behind' | 'no standby' | 'on another timeline' | 'of another database';

/** What the primary has committed by now. */
export async function markOf(primary: Pool): Promise<Mark> {
  const { rows } = await primary.query<Mark>(MARK);
  const [mark] = rows;
  if (!mark) throw new Error('The primary did not say how far it is.');
  return mark;
}

/**
 * Whether a replica has everything up to a mark. Then a list of it shows an admin their own last act, and all that a subscription has told.
 * @param replica the connection on which the list is read: behind one address there may be several servers
 * @param until when it is no longer waited for, by `performance.now()`; it is asked once in any case
 */
export async function stateAt(mark: Mark, replica: Pick<RawStatements, '$queryRaw'>, until: number): Promise<ReplicaState> {
  for (;;) {
    const [seen] = await replica.$queryRaw<Seen[]>(seenFrom(mark.lsn));
    if (!seen || !isSame(seen, mark)) return 'of another database';
    if (!seen.isStandby) return 'no standby';
    // What follows a former primary can be far ahead, with commits that were lost.
    if (seen.timeline !== Number.parseInt(mark.timeline, 16)) return 'on another timeline';
    if (seen.isThere) return 'current';
    if (performance.now() >= until) return 'behind';
    await setTimeout(LOOK_EVERY_MS);
  }
}

/** Whether a replica has everything that was committed when this was called. @param waitMs how long it may take to get there */
export const stateOf = async (primary: Pool, replica: Pool | ClientBase, waitMs = REPLICA_WAIT_MS): Promise<ReplicaState> =>
  await stateAt(
    await markOf(primary),
    rawStatements(
      () => replica,
      () => '',
    ),
    performance.now() + waitMs,
  );
