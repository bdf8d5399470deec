import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { inject } from 'vitest';

/** Each table as a whole, without its partitions. A condition may follow. */
export const TABLES = `SELECT relname AS name FROM pg_class
  WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace AND relname NOT LIKE '\\_prisma%'`;

/** Makes a database from the migrated template. @returns its address */
export async function cloneDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asOwner(`CREATE DATABASE ${name} TEMPLATE template`);
  return inject('databaseUrl').replace(/gatehouse$/, name);
}

/** Runs one statement beside the tested process, as an operator at the console would. */
export async function query<Row extends object>(databaseUrl: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  // A statement that is cut off rejects. Where PostgreSQL ends between two, that is nobody's fault.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const asOwner = (sql: string) => query(inject('databaseUrl'), sql);

/**
 * Runs statements in one transaction, and `act` beside it: what they hold, `act` waits for, and only then they are committed.
 * So a race has one order, always.
 * @param sql statements; with `:id` in the place of an id
 * @returns what `act` came to
 */
export async function beforeCommit<Result>(
  databaseUrl: string,
  sql: string,
  id: string,
  act: () => Promise<Result>,
): Promise<Result> {
  return await whileHeld(databaseUrl, sql.replaceAll(':id', `'${id}'`), act, async () => undefined);
}

/**
 * Holds what a statement locks so that whatever else reaches for it waits, does `meanwhile` in the same transaction, and lets go.
 * @returns what `act` came to, which began while it was held
 */
export async function whileHeld<Result>(
  databaseUrl: string,
  lock: string,
  act: () => Promise<Result>,
  meanwhile: (client: Client) => Promise<unknown>,
): Promise<Result> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    // PostgreSQL ends who notices first that both wait for each other. That shall be the act.
    await client.query("SET LOCAL deadlock_timeout = '4s'");
    await client.query(lock);
    const acting = act();
    let hasEnded = false;
    acting.finally(() => (hasEnded = true)).catch(() => undefined);
    // Within a transaction, pg_stat_activity does not change, so it lacks those who connect later.
    const waiting = 'SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))';
    while (!hasEnded && (await client.query(waiting)).rowCount === 0) await setTimeout(5);
    await meanwhile(client);
    await client.query('COMMIT');
    return await acting;
  } finally {
    await client.end();
  }
}
