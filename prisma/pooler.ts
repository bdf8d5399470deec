import { Client, type ClientBase, type ClientConfig, type Pool } from 'pg';
import { readDatabaseUrl } from './database-url.ts';
import { primaryOf } from './primary.ts';
import { IDLE_IN_TRANSACTION_MS } from './session.ts';

const ROUNDS = 5;

/**
 * Whether a pooler lends one connection for as long as a client is connected, rather than for one transaction. Two clients look
 * which connections they get: with a session each, always the same, and never the other's. Some poolers hand out the connection that came
 * back last, others go round: one or the other client notices either.
 */
export async function lendsSessions(config: ClientConfig): Promise<boolean> {
  const [one, other] = [new Client(config), new Client(config)];
  for (const client of [one, other]) client.on('error', () => undefined);
  try {
    await one.connect();
    await other.connect();
    const own = await backendOf(one);
    for (let round = 0; round < ROUNDS; round++) {
      await other.query('BEGIN');
      const others = await backendOf(other);
      if (others === own || (await backendOf(one)) !== own) return false;
      await other.query('COMMIT');
      if ((await backendOf(one)) !== own) return false;
    }
    return true;
  } finally {
    await Promise.allSettled([one.end(), other.end()]);
  }
}

async function backendOf(client: Client): Promise<number> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  return rows[0].pid;
}

/**
 * Makes a client fit for a pooler that lends another connection to each transaction: no statement has a name, as that would be known
 * to one connection only, and the times are set within the transaction.
 */
export function suitPooler(client: ClientBase, statementTimeoutMs: number): void {
  const query: (...args: unknown[]) => unknown = client.query.bind(client);
  const begin = `BEGIN; SET LOCAL statement_timeout = ${statementTimeoutMs};
    SET LOCAL idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`;
  Object.assign(client, {
    query: (asked: unknown, ...rest: unknown[]) => {
      if (typeof asked !== 'object' || asked === null || !('text' in asked)) return query(asked, ...rest);
      const { name: _, ...unnamed } = { name: '', ...asked };
      return query(asked.text === 'BEGIN' ? { ...unnamed, text: begin, values: undefined } : unnamed, ...rest);
    },
  });
}

/** What stands before PostgreSQL. A pooler gives its clients numbers of its own. */
export async function findPooler(pool: Pool, databaseUrl: string): Promise<'none' | 'session' | 'transaction'> {
  const { connectionString: first, isPooled } = readDatabaseUrl(databaseUrl);
  const connectionString = primaryOf(databaseUrl)?.current()?.connectionString ?? first;
  if (isPooled) return 'transaction';
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    if (rows[0]?.pid === Number(Reflect.get(client, 'processID'))) return 'none';
  } finally {
    client.release();
  }
  return (await lendsSessions({ connectionString, connectionTimeoutMillis: PATIENCE_MS })) ? 'session' : 'transaction';
}

const PATIENCE_MS = 3_000;
