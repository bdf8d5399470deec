import type { Log } from './log.ts';
import type { Pool } from './prisma/open-pool.ts';
import { problemOf, READ_ONLY } from './prisma/problem.ts';
import { areFewLeft, inWords, USED_AND_MOST, whoConnects } from './prisma/who-connects.ts';

/** @limit Pause between two checks of the database. Beyond: The next check starts. */
export const EVERY_MS = 5_000;
const MINUTE = 60_000;
/** A standby, or a database that is closed for writes, cannot be used either. */
const LOOK = `SELECT current_setting('transaction_read_only') = 'on' AS "isReadOnly", ${USED_AND_MOST} FROM (SELECT count(*) FROM (SELECT 1 FROM portals LIMIT 1) portal) portals`;

export type DatabaseWatch = {
  /** Looks now. @returns why the database cannot serve, in a few words; null if it can */
  problem: () => Promise<string | null>;
  stop: () => void;
};

/**
 * Checks the database regularly. The log tells when it is away, once a minute, and when it is back. It tells who holds connections when few are
 * left, because nobody can ask that any more when there is none.
 */
export function watchDatabase(pool: Pool, log: Log): DatabaseWatch {
  let quietUntil = 0;
  let failures = 0;
  let fullUntil = 0;
  const tellWhoConnects = async (counts: { used: number; most: number }) => {
    if (!areFewLeft(counts) || performance.now() < fullUntil) return;
    fullUntil = performance.now() + MINUTE;
    const connections = await whoConnects(pool).catch(() => null);
    if (connections) log.warn({ ...counts, holders: inWords(connections) }, 'PostgreSQL has few connections left');
  };
  const look = async () => {
    const {
      rows: [found],
    } = await pool.query(LOOK);
    void tellWhoConnects(found);
    return found.isReadOnly ? READ_ONLY : null;
  };
  const problem = async () => {
    const reason = await look().catch(problemOf);
    // One failure can be a busy machine.
    if (reason && ++failures > 1 && performance.now() > quietUntil) {
      quietUntil = performance.now() + MINUTE;
      log.error(reason);
    }
    if (!reason && failures > 1) log.info('the database answers again');
    if (!reason) failures = 0;
    return reason;
  };
  void problem();
  const timer = setInterval(problem, EVERY_MS);
  return { problem, stop: () => clearInterval(timer) };
}
