import { type Config, InvalidEnvironment } from './config.ts';
import { DAY_MS, HOUR_MS } from './domain/durations.ts';
import type { Log } from './log.ts';
import { urlsOfHosts } from './prisma/database-url.ts';
import { migrationState } from './prisma/migration-state.ts';
import { openPool, type Pool } from './prisma/open-pool.ts';
import { stateOf } from './prisma/replica-state.ts';
import { UnfitDatabase } from './prisma/unfit-database.ts';
import { postgresVersion, REQUIRED_POSTGRES } from './prisma/version.ts';
import { refuseOtherDatabase } from './prisma/which-database.ts';

/** A database that is locked or slow is watched, as one that is away. */
const PATIENCE_MS = 10_000;
/**
 * Ids hold the time of the process that makes them, and events are stored by month.
 * @limit Difference between the clock of a process and that of PostgreSQL. Beyond: The process refuses to start.
 */
export const MOST_CLOCK_MS = DAY_MS;
const WISH = { name: 'check', max: 1, statementTimeoutMs: PATIENCE_MS, queryTimeoutMs: PATIENCE_MS };

/**
 * Checks before the start whether the database, and a pooler in front, can be used. A database that is away can come back: `watchDatabase` logs that.
 * @throws InvalidEnvironment that says what to do
 */
export async function checkDatabase(config: Config, log: Log): Promise<void> {
  const { databaseUrl, databaseDirectUrl, redisUrl } = config;
  const pools = [openPool(databaseUrl, WISH)];
  // Of the queue and of LISTEN.
  if (!redisUrl || databaseDirectUrl !== databaseUrl) pools.push(openPool(databaseDirectUrl, { ...WISH, needsSession: true }));
  try {
    await refuseOtherDatabase(databaseUrl, databaseDirectUrl);
    for (const pool of pools) {
      await refuseStandby(pool, pool === pools[0] ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL');
      if (pool === pools[0]) {
        await refuseUnfit(pool);
        await refuseWrongClock(pool);
      }
      pool.on('error', () => undefined);
      // Settings that only the start of PostgreSQL can change.
      const { rows } = await pool.query(
        `SELECT name FROM unnest('{fsync, full_page_writes}'::text[]) AS name WHERE current_setting(name) = 'off'`,
      );
      if (rows.length > 0 && pool === pools[0]) log.warn({ off: rows.map(({ name }) => name) }, FORGETFUL);
      if (pool === pools[0] && (await lacksSearchIndex(pool))) log.warn(NO_SEARCH_INDEX);
    }
    await refuseStrangeReplica(config);
  } catch (error) {
    if (error instanceof UnfitDatabase) throw new InvalidEnvironment(error.message);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

/** @throws UnfitDatabase. Of several hosts none is taken that is a standby: there may be a primary soon. */
async function refuseStandby(pool: Pool, variable: string): Promise<void> {
  const { rows } = await pool.query<{ isStandby: boolean }>('SELECT pg_is_in_recovery() AS "isStandby"');
  if (rows[0]?.isStandby) throw new UnfitDatabase(`${variable} leads to a standby, which takes no writes. ${NAME_ALL}`);
}

const NAME_ALL =
  'Let it lead to the primary, or name all hosts, as in postgresql://user:password@h1:5432,h2:5432/gatehouse: then Gatehouse finds the primary.';

/** @throws UnfitDatabase for another database: its lists would be wrong. One that is away or behind is found out later. */
async function refuseStrangeReplica({ databaseUrl, databaseReplicaUrl }: Config): Promise<void> {
  for (const url of databaseReplicaUrl ? urlsOfHosts(databaseReplicaUrl) : []) {
    const pools = [openPool(databaseUrl, WISH), openPool(url, WISH)] as const;
    try {
      const state = await stateOf(...pools, 0).catch(() => null);
      if (state === 'of another database') throw new UnfitDatabase(STRANGE);
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  }
}

const STRANGE =
  'DATABASE_REPLICA_URL leads to another database than DATABASE_URL. It must lead to streaming standbys of the same PostgreSQL; without them leave it out.';

/** @throws UnfitDatabase where the product could not work. A database of a newer version is fit: versions change while both run. */
async function refuseUnfit(pool: Pool): Promise<void> {
  const { major, name } = await postgresVersion(pool);
  if (major < REQUIRED_POSTGRES) {
    throw new UnfitDatabase(`This is PostgreSQL ${name}, and Gatehouse needs PostgreSQL ${REQUIRED_POSTGRES} or newer.`);
  }
  const { pending = [] } = (await migrationState(pool)) ?? {};
  if (pending.length > 0) throw new UnfitDatabase(lacking(pending));
}

/** @throws UnfitDatabase */
async function refuseWrongClock(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const aheadMs = Date.now() - (rows[0]?.now.getTime() ?? Date.now());
  if (Math.abs(aheadMs) <= MOST_CLOCK_MS) return;
  const hours = Math.round(Math.abs(aheadMs) / HOUR_MS);
  throw new UnfitDatabase(
    `The clock of this machine is ${hours} hours ${aheadMs > 0 ? 'ahead of' : 'behind'} that of PostgreSQL. Set both by NTP.`,
  );
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
