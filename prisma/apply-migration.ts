import { setTimeout } from 'node:timers/promises';
import { DatabaseError, type Pool } from 'pg';
import { dropBrokenIndex, indexMadeBeside } from './index-made-beside.ts';
import { UnfitDatabase } from './unfit-database.ts';

/**
 * Whoever wants a table that a migration waits for waits behind it. Shorter than PostgreSQL's `deadlock_timeout` of 1 s, so that a
 * migration that waits for a transaction, and that for it, mostly gives way itself.
 * @limit Time that a migration waits for a lock. Beyond: It is rolled back, and tries again after a pause.
 */
export const LOCK_TIMEOUT_MS = 900;
/**
 * Everything that waited behind the migration is done by then.
 * @limit Pause of a migration that did not get a lock. Beyond: It tries again.
 */
export const LOCK_PAUSE_MS = 3_000;
/**
 * Longer than a transaction of 10 minutes that somebody forgot.
 * @limit Time that a migration tries to get its locks. Beyond: It fails and has changed nothing.
 */
export const LOCK_PATIENCE_MS = 900_000;

/** In the transaction of the migration, so that a process that is killed between the two leaves no migration of which nobody knows. */
const NOTE = `
;UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE finished_at IS NULL AND rolled_back_at IS NULL`;

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK_DETECTED = '40P01';

/** Tells the operator what a migration waits for. */
export type Say = (text: string) => void;

/**
 * Runs one migration in one transaction, or an index that is made beside the writers by itself.
 * @param pool one connection
 * @param patienceMs how long it tries to get its locks
 * @throws UnfitDatabase if it did not get them; then nothing has changed
 */
export async function applyMigration(
  pool: Pool,
  { name, script }: { name: string; script: string },
  say: Say,
  patienceMs = LOCK_PATIENCE_MS,
): Promise<void> {
  const index = indexMadeBeside(script);
  if (index) {
    // It waits for all transactions that are open, and nobody waits for it.
    await dropBrokenIndex(pool, index);
    await pool.query(script);
    return;
  }
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      await pool.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS};\n${script}${NOTE}`);
      return;
    } catch (error) {
      const isRefused = error instanceof DatabaseError && [LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED].includes(error.code ?? '');
      if (!isRefused) throw error;
      const who = await longTransactions(pool);
      if (performance.now() >= end)
        throw new UnfitDatabase(
          `The migration ${name} did not get its locks. Nothing has changed. End what holds them, then migrate again. Open transactions: ${who}`,
        );
      say(`The migration ${name} waits for a lock and tries again in ${LOCK_PAUSE_MS / 1000} s. Open transactions: ${who}`);
      await setTimeout(LOCK_PAUSE_MS);
    }
  }
}

/** Those that were open before the migration asked, the oldest first. */
async function longTransactions(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ pid: number; name: string | null; seconds: number }>(
    `SELECT pid, application_name AS name, extract(epoch FROM now() - xact_start)::int AS seconds FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < now() - $1 * interval '1 millisecond'
     ORDER BY xact_start LIMIT 5`,
    [LOCK_TIMEOUT_MS],
  );
  if (rows.length === 0) return 'none for long, so it can be many short ones.';
  return `${rows.map(({ pid, name, seconds }) => `pid ${pid} (${name || 'without a name'}) for ${seconds} s`).join(', ')}.`;
}
