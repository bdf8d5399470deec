import { hash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { readDatabaseUrl } from './database-url.ts';
import { PrismaClient } from './generated/client/client.ts';
import { openPool, type Pool } from './open-pool.ts';

/**
 * Long enough for all our statements, and short enough that a request ends within 5 s while the database hangs.
 * @limit Time of one database statement. Beyond: The database cancels the statement.
 */
export const STATEMENT_TIMEOUT_MS = 4_000;
/** @limit arguments: Arguments of a statement that is prepared. Beyond: The statement is not prepared. */
export const MOST_PREPARED_ARGUMENTS = 24;
/**
 * Of a pooler's sessions, of which it has 20 for all processes unless told otherwise.
 * @limit connections: Connections of one process through a pooler that lends sessions. Beyond: A request waits for a free one.
 */
export const MOST_LENT = 5;

/**
 * The connections of a process.
 * @param databaseUrl a PostgreSQL address
 * @param max connections at most, unless the address says another number
 * @param name of the process
 */
export function openMainPool(databaseUrl: string, max: number, name: string): Pool {
  const { connectionLimit } = readDatabaseUrl(databaseUrl);
  const times = { statementTimeoutMs: STATEMENT_TIMEOUT_MS, queryTimeoutMs: STATEMENT_TIMEOUT_MS };
  return openPool(databaseUrl, {
    name,
    max: connectionLimit ?? max,
    maxLent: connectionLimit ?? Math.min(max, MOST_LENT),
    ...times,
  });
}

/** Prisma on connections, which it closes with itself. */
export const prismaOn = (pool: Pool, databaseUrl: string): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg(pool, {
      schema: readDatabaseUrl(databaseUrl).schema,
      statementNameGenerator: statementNames(),
      disposeExternalPool: true,
    }),
  });

/** Prisma for a command, or for a moment. */
export const connectPrisma = (databaseUrl: string, max: number): PrismaClient =>
  prismaOn(openMainPool(databaseUrl, max, 'command'), databaseUrl);

/**
 * A process's own statements are fewer; filters that an admin puts together make any number of others.
 * @limit statements: Prepared statements that one process names. Beyond: Further statements are prepared each time.
 */
export const MOST_NAMES = 500;

/**
 * Names statements so that the server plans each once a connection; not one with a long list, which is another statement at each length,
 * and none beyond a bound, as a connection keeps each named statement until it ends.
 */
export function statementNames(): (statement: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    if (args.length > MOST_PREPARED_ARGUMENTS) return '';
    const known = names.get(sql);
    if (known !== undefined || names.size >= MOST_NAMES) return known ?? '';
    const name = hash('sha1', sql, 'base64url');
    names.set(sql, name);
    return name;
  };
}
