import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { inject } from 'vitest';

/** Makes a database from the migrated template. @returns its address */
export async function cloneDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asOwner(`CREATE DATABASE ${name} TEMPLATE template`);
  return inject('databaseUrl').replace(/gatehouse$/, name);
}

/** Runs one statement beside the tested process, as an operator at the console would. */
export async function query<Row extends object>(databaseUrl: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const asOwner = (sql: string) => query(inject('databaseUrl'), sql);

/**
 * Holds a table so that whatever else reaches for it waits, does `meanwhile` in the same transaction, and lets go.
 * @returns what `act` came to, which began while the table was held
 */
export async function whileHeld<Result>(
  databaseUrl: string,
  table: string,
  act: () => Promise<Result>,
  meanwhile: (client: Client) => Promise<unknown>,
): Promise<Result> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    const result = act();
    const waiting =
      'SELECT 1 FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0 AND datname = current_database()';
    while ((await client.query(waiting)).rowCount === 0) await setTimeout(5);
    await meanwhile(client);
    await client.query('COMMIT');
    return await result;
  } finally {
    await client.end();
  }
}
