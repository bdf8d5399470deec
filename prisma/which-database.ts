import { openPool } from './open-pool.ts';
import { UnfitDatabase } from './unfit-database.ts';

/** Columns that say which database this is, of which PostgreSQL. A standby says the same as its primary. */
export const WHICH = `(SELECT system_identifier::text FROM pg_control_system()) AS system,
  (SELECT oid::int8::float8 FROM pg_database WHERE datname = current_database()) AS database`;

export type Which = { system: string; database: number };

export const isSame = (one: Which, other: Which): boolean => one.system === other.system && one.database === other.database;

const PATIENCE_MS = 10_000;

/** @throws UnfitDatabase if two addresses lead to two databases. One that does not answer is found out later. */
export async function refuseOtherDatabase(databaseUrl: string, directUrl: string): Promise<void> {
  if (directUrl === databaseUrl) return;
  const [one, other] = await Promise.all([databaseUrl, directUrl].map((url) => whichAt(url).catch(() => undefined)));
  if (one && other && !isSame(one, other)) throw new UnfitDatabase(OTHER);
}

const OTHER =
  'DATABASE_DIRECT_URL leads to another database than DATABASE_URL. It must lead to the same one, past the pooler; without a pooler leave it out.';

async function whichAt(url: string): Promise<Which | undefined> {
  const pool = openPool(url, { name: 'check', max: 1, statementTimeoutMs: PATIENCE_MS, queryTimeoutMs: PATIENCE_MS });
  try {
    return (await pool.query<Which>(`SELECT ${WHICH}`)).rows[0];
  } finally {
    await pool.end();
  }
}
