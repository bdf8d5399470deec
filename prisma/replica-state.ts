import { setTimeout } from 'node:timers/promises';
import type { Pool } from './open-pool.ts';

/**
 * A replica replays in milliseconds what its primary commits.
 * @limit Time that a list waits for a replica to have what was committed before. Beyond: The list is read from the primary.
 */
export const REPLICA_WAIT_MS = 100;
const LOOK_EVERY_MS = 10;

/** What the primary has committed so far, and which one it is. */
type Mark = { lsn: string; timeline: string; system: string };
type Seen = { isStandby: boolean; isThere: boolean | null; timeline: number; system: string };

// Both clocks and the age of the last commit tell nothing while nobody writes. Places in the write-ahead log do.
const MARK = `SELECT pg_current_wal_flush_lsn()::text AS lsn, left(pg_walfile_name(pg_current_wal_flush_lsn()), 8) AS timeline,
  (SELECT system_identifier::text FROM pg_control_system()) AS system`;
const SEEN = `SELECT pg_is_in_recovery() AS "isStandby", pg_last_wal_replay_lsn() >= $1::pg_lsn AS "isThere",
  (SELECT system_identifier::text FROM pg_control_system()) AS system,
  greatest((SELECT timeline_id FROM pg_control_checkpoint()), (SELECT min_recovery_end_timeline FROM pg_control_recovery())) AS timeline`;

export type ReplicaState = 'current' | 'behind' | 'no standby' | 'on another timeline' | 'of another database';

/**
 * Whether a replica has everything that was committed when this was called. Then a list of it shows an admin their own last act, and all
 * that a subscription has told.
 * @param primary connections to the primary
 * @param waitMs how long it may take to get there
 */
export async function stateOf(primary: Pool, replica: Pool, waitMs = REPLICA_WAIT_MS): Promise<ReplicaState> {
  const { rows: marks } = await primary.query<Mark>(MARK);
  const [{ lsn, timeline, system } = { lsn: '0/0', timeline: '', system: '' }] = marks;
  const until = performance.now() + waitMs;
  for (;;) {
    const { rows } = await replica.query<Seen>(SEEN, [lsn]);
    const [seen] = rows;
    if (seen?.system !== system) return 'of another database';
    if (!seen.isStandby) return 'no standby';
    // What follows a former primary can be far ahead, with commits that were lost.
    if (seen.timeline !== Number.parseInt(timeline, 16)) return 'on another timeline';
    if (seen.isThere) return 'current';
    if (performance.now() >= until) return 'behind';
    await setTimeout(LOOK_EVERY_MS);
  }
}
