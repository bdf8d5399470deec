import { type Config, InvalidEnvironment } from './config.ts';
import type { Log } from './log.ts';
import { openPool, type Pool } from './prisma/open-pool.ts';
import { UnfitDatabase } from './prisma/unfit-database.ts';

/**
 * Checks before the start whether the database, and a pooler in front, can be used. A database that is away can come back: `watchDatabase` logs that.
 * @throws InvalidEnvironment that says what to do
 */
export async function checkDatabase({ databaseUrl, databaseDirectUrl, redisUrl }: Config, log: Log): Promise<void> {
  const pools = [openPool(databaseUrl, { name: 'check', max: 1 })];
  // The queue's.
  if (!redisUrl) pools.push(openPool(databaseDirectUrl, { name: 'check', max: 1, needsSession: true }));
  try {
    for (const pool of pools) {
      pool.on('error', () => undefined);
      // Settings that only the start of PostgreSQL can change.
      const { rows } = await pool.query(
        `SELECT name FROM unnest('{fsync, full_page_writes}'::text[]) AS name WHERE current_setting(name) = 'off'`,
      );
      if (rows.length > 0 && pool === pools[0]) log.warn({ off: rows.map(({ name }) => name) }, FORGETFUL);
      if (pool === pools[0] && (await lacksSearchIndex(pool))) log.warn(NO_SEARCH_INDEX);
    }
  } catch (error) {
    if (error instanceof UnfitDatabase) throw new InvalidEnvironment(error.message);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

const FORGETFUL = 'PostgreSQL can lose data when its machine fails, because these settings are off. Turn them on.';

/** The migration goes on without it where the database refuses the extension. */
async function lacksSearchIndex(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ isMissing: boolean }>(
    `SELECT to_regclass('developer_texts') IS NOT NULL AND to_regclass('developer_texts_text_idx') IS NULL AS "isMissing"`,
  );
  return rows[0]?.isMissing ?? false;
}

const NO_SEARCH_INDEX =
  'The database has no extension pg_trgm, so a search among many developers is slow. Allow or install it, then run: SELECT add_search_index();';
