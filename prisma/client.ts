import { hash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client/client.ts';

/** Long enough for any statement of ours, short enough that a call ends within 5 s while the database hangs. */
const STATEMENT_TIMEOUT_MS = 4_000;
const CONNECT_TIMEOUT_MS = 3_000;
const MOST_PREPARED_ARGUMENTS = 24;

/**
 * The one way to the database.
 * @param databaseUrl a PostgreSQL address
 * @param poolSize connections at most
 */
export function connectPrisma(databaseUrl: string, poolSize: number): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: databaseUrl,
      max: poolSize,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      // Prisma's LIMIT and OFFSET parameters keep PostgreSQL from settling on a plan by itself: it would plan every keyed read anew.
      options: '-c plan_cache_mode=force_generic_plan',
    },
    { statementNameGenerator: statementName },
  );
  return new PrismaClient({ adapter });
}

/** Names a statement so that the server plans it once a connection; not one with a long list, which is another statement at each length. */
function statementName({ sql, args }: { sql: string; args: unknown[] }): string {
  return args.length > MOST_PREPARED_ARGUMENTS ? '' : hash('sha1', sql, 'base64url');
}
