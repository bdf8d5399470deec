import type { Log } from './log.ts';
import type { Pool } from './prisma/open-pool.ts';
import { problemOf, READ_ONLY } from './prisma/problem.ts';

/** @limit Pause between two checks of the database. Beyond: The next check starts. */
export const EVERY_MS = 5_000;
const MINUTE = 60_000;
/** A standby, or a database that is closed for writes, cannot be used either. */
const LOOK = `SELECT current_setting('transaction_read_only') = 'on' AS "isReadOnly" FROM (SELECT count(*) FROM (SELECT 1 FROM portals LIMIT 1) portal) portals`;

export type DatabaseWatch = {
  /** Looks now. @returns why the database cannot serve, in a few words; null if it can */
  problem: () => Promise<string | null>;
  stop: () => void;
};

/** Checks the database regularly. The log tells when it is away, once a minute, and when it is back. */
export function watchDatabase(pool: Pool, log: Log): DatabaseWatch {
  let quietUntil = 0;
  let failures = 0;
  const problem = async () => {
    const reason = await pool.query(LOOK).then(({ rows: [look] }) => (look.isReadOnly ? READ_ONLY : null), problemOf);
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
