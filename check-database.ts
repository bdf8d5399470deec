import { type Config, InvalidEnvironment } from './config.ts';
import type { Log } from './log.ts';
import { migrationState } from './prisma/migration-state.ts';
import { openPool, type Pool } from './prisma/open-pool.ts';
import { UnfitDatabase } from './prisma/unfit-database.ts';
import { postgresVersion, REQUIRED_POSTGRES } from './prisma/version.ts';

/**
 * Checks before the start whether the database, and a pooler in front, can be used. A database that is away can come back: `watchDatabase` logs that.
 * @throws InvalidEnvironment that says what to do
 */
export async function checkDatabase({ databaseUrl, databaseDirectUrl, redisUrl }: Config, log: Log): Promise<void> {
  const wish = { name: 'check', max: 1, statementTimeoutMs: PATIENCE_MS, queryTimeoutMs: PATIENCE_MS };
  const pools = [openPool(databaseUrl, wish)];
  // The queue's.
  if (!redisUrl) pools.push(openPool(databaseDirectUrl, { ...wish, needsSession: true }));
  try {
    for (const pool of pools) {
      if (pool === pools[0]) await refuseUnfit(pool);
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

/** A database that is locked or slow is watched, as one that is away. */
const PATIENCE_MS = 10_000;

/** @throws UnfitDatabase where the product could not work. A database of a newer version is fit: versions change while both run. */
async function refuseUnfit(pool: Pool): Promise<void> {
  const { major, name } = await postgresVersion(pool);
  if (major < REQUIRED_POSTGRES) {
    throw new UnfitDatabase(`This is PostgreSQL ${name}, and Gatehouse needs PostgreSQL ${REQUIRED_POSTGRES} or newer.`);
  }
  const { pending = [] } = (await migrationState(pool)) ?? {};
  if (pending.length > 0) throw new UnfitDatabase(lacking(pending));
}

const lacking = ([first, ...others]: string[]): string =>
  `The database lacks the migration ${first}${others.length > 0 ? ` and ${others.length} more` : ''} of this version. ` +
  'Run npm run db:migrate (in an image: node dist/migrate.js), then start again.';

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
