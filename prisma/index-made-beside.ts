import type { Pool } from 'pg';

/** Comments may stand before it, and nothing else: PostgreSQL refuses it in a transaction, and two statements are one. */
const BESIDE = /^(?:\s*--.*\n)*\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+IF\s+NOT\s+EXISTS\s+"?(\w+)"?/i;

/** The index that a migration makes while others write, `CREATE INDEX CONCURRENTLY`; null for any other migration. */
export const indexMadeBeside = (script: string): string | null => BESIDE.exec(script)?.[1] ?? null;

/** One that did not end leaves an index that no query uses, and IF NOT EXISTS takes it for the whole. */
export async function dropBrokenIndex(pool: Pool, name: string): Promise<void> {
  const { rowCount } = await pool.query(
    'SELECT 1 FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname = $1 AND relnamespace = current_schema()::regnamespace AND NOT indisvalid',
    [name],
  );
  if (rowCount) await pool.query(`DROP INDEX CONCURRENTLY IF EXISTS "${name}"`);
}
