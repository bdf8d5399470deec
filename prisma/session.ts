import type { ClientBase } from 'pg';
import { UnfitDatabase } from './unfit-database.ts';

/** What a session is to be like. */
export type SessionWish = {
  /** Where our tables are. */
  schema: string;
  /** When the server ends a statement; 0 for never. */
  statementTimeoutMs: number;
  /** Whether a commit counts only once it cannot be lost. */
  isDurable: boolean;
};

/**
 * Longer than our transactions take. It ends transactions of a process that hangs, and their locks.
 * @limit Time that a transaction can be idle. Beyond: The database ends the transaction.
 */
export const IDLE_IN_TRANSACTION_MS = 10_000;

/** PostgreSQL tells its client of each change of these, so a pooler carries them along from connection to connection. */
const KEPT_BY_POOLERS = { timezone: 'UTC', datestyle: 'ISO, MDY', standard_conforming_strings: 'on' };

/** How values look, and what rules assume of a transaction. */
const ASSUMED = {
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
};

const setAll = (settings: Record<string, string>): string =>
  Object.entries(settings)
    .map(([name, value]) => `set_config('${name}', '${value.replaceAll("'", "''")}', false)`)
    .join(', ');

type Found = { isSet: boolean; isStandby: boolean };

/**
 * Sets what we need of a session, whatever the database, the role, the environment or the address say; through a pooler only what
 * poolers keep. `default_transaction_read_only` stays as it is, because an operator sets it on purpose.
 * @param lender who lends the session: PostgreSQL itself, somebody for as long as we are connected, or a pooler for one transaction.
 * Unless it is known, the number that the connection was given tells: a pooler has numbers of its own.
 * @returns whether everything is set, and whether the server takes no writes because it is a standby
 */
export async function setSession(client: ClientBase, wish: SessionWish, lender?: 'session' | 'transaction'): Promise<Found> {
  const known = { session: 'true', transaction: 'false' };
  const isOurs = lender ? known[lender] : `pg_backend_pid() = ${Number(Reflect.get(client, 'processID'))}`;
  const everything = setAll({
    ...ASSUMED,
    search_path: `"${wish.schema.replaceAll('"', '""')}"`,
    statement_timeout: String(wish.statementTimeoutMs),
    idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_MS),
    // The statement has a bound already, and the pool lets go of idle connections.
    lock_timeout: '0',
    idle_session_timeout: '0',
    // Prisma's LIMIT and OFFSET parameters keep PostgreSQL from settling on a plan by itself: it would plan every keyed read anew.
    plan_cache_mode: 'force_generic_plan',
  });
  const commits = wish.isDurable
    ? "CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END"
    : "'off'";
  const { rows } = await client.query<Found>(
    `SELECT ${isOurs} AS "isSet", pg_is_in_recovery() AS "isStandby", ${setAll(KEPT_BY_POOLERS)},
       CASE WHEN ${isOurs} THEN ROW(set_config('synchronous_commit', ${commits}, false), ${everything})::text END`,
  );
  return rows[0] ?? { isSet: false, isStandby: false };
}

/** @throws UnfitDatabase where a session that a pooler lends is not as we need it, since nobody can set that through the pooler */
export async function checkSession(client: ClientBase, { schema }: SessionWish): Promise<void> {
  const names = [...Object.keys(ASSUMED), 'synchronous_commit'];
  const read = names.map((name) => `current_setting('${name}') AS ${name}`).join(', ');
  const { rows } = await client.query(`SELECT ${read}, current_schema() AS schema`);
  const [found] = rows;
  const commits = found.synchronous_commit === 'remote_apply' ? 'remote_apply' : 'on';
  for (const [name, value] of Object.entries({ ...ASSUMED, synchronous_commit: commits })) {
    if (found[name] !== value) throw unfit(name, found[name], value);
  }
  // None: not migrated yet.
  if (found.schema !== null && found.schema !== schema) throw unfit('search_path', found.schema, schema);
}

const unfit = (name: string, found: string, wanted: string) =>
  new UnfitDatabase(
    `Behind the pooler, PostgreSQL's sessions have ${name} = '${found}', which Gatehouse cannot change through it. ` +
      `Run: ALTER ROLE CURRENT_USER SET ${name} = '${wanted}'; then let the pooler reconnect. Or let DATABASE_URL lead to PostgreSQL itself.`,
  );
