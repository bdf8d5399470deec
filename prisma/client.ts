import { PrismaPg } from '@prisma/adapter-pg';
import type { NoteWait } from './busy-pool.ts';
import { readDatabaseUrl } from './database-url.ts';
import { type Prisma, PrismaClient } from './generated/client/client.ts';
import { openPool, type Pool } from './open-pool.ts';
import { withOwnConnection } from './own-connection.ts';
import { rawStatements } from './raw-statements.ts';
import { type RawTransaction, rawTransactions } from './raw-transaction.ts';
import { statementNames } from './statement-names.ts';
import type { NoteStatement } from './watched-client.ts';

/**
 * Long enough for all our statements, and short enough that a request ends within 5 s while the database hangs.
 * @limit Time of one database statement. Beyond: The database cancels the statement.
 */
export const STATEMENT_TIMEOUT_MS = 4_000;
/**
 * Less than that: where a COMMIT waits for a synchronous standby, the database cancels the waiting alone and calls the COMMIT a success. By
 * then nobody listens any more.
 * @limit Time that a process waits for the answer to a statement. Beyond: TIMEOUT.
 */
export const UNANSWERED_MS = 3_800;
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
 * @param noteWait is told how long a caller waited for a connection
 */
export function openMainPool(
  databaseUrl: string,
  max: number,
  name: string,
  noteWait?: NoteWait,
  noteStatement?: NoteStatement,
): Pool {
  const { connectionLimit } = readDatabaseUrl(databaseUrl);
  const times = { statementTimeoutMs: STATEMENT_TIMEOUT_MS, queryTimeoutMs: UNANSWERED_MS };
  return openPool(databaseUrl, {
    name,
    max: connectionLimit ?? max,
    maxLent: connectionLimit ?? Math.min(max, MOST_LENT),
    noteWait,
    noteStatement,
    ...times,
  });
}

type Work = (tx: Prisma.TransactionClient) => Promise<unknown>;

/** Prisma, and transactions that pass it by. */
export type Database = PrismaClient & { $rawTransaction: RawTransaction };

/**
 * Prisma on connections, which it closes with itself. What we write as SQL passes it by, on the same connections and in the same
 * transactions. Prisma's client holds 30 MB, so it is made when a statement needs it: none of a person who signs up or logs in does.
 * @param transactionOptions `maxWait` is how many milliseconds a transaction may take to begin; 2,000 unless given
 */
export function prismaOn(pool: Pool, databaseUrl: string, transactionOptions: { maxWait?: number } = {}): Database {
  const nameOf = statementNames();
  const { schema } = readDatabaseUrl(databaseUrl);
  const adapter = new PrismaPg(pool, { schema, statementNameGenerator: nameOf });
  let made: PrismaClient | undefined;
  const prisma = () => (made ??= new PrismaClient({ adapter, transactionOptions }));
  const transaction = (work: Work | Prisma.PrismaPromise<unknown>[]) =>
    typeof work === 'function'
      ? withOwnConnection((connection) => prisma().$transaction((tx) => work(extend(tx, rawStatements(connection, nameOf)))))
      : prisma().$transaction(work);
  return extend(madeAtFirstUse(prisma) as Database, {
    ...rawStatements(() => pool, nameOf),
    $rawTransaction: rawTransactions(pool, nameOf),
    $transaction: transaction as PrismaClient['$transaction'],
    $disconnect: async () => {
      await made?.$disconnect();
      await pool.end();
    },
  });
}

/** A transaction under way in place of the whole database, for work that would begin one of its own. */
export const within = (tx: Prisma.TransactionClient): Database =>
  Object.create(tx, {
    $transaction: { value: (work: Work) => work(tx) },
    $rawTransaction: { value: (work: Work) => work(tx) },
  });

const madeAtFirstUse = <Made extends object>(made: () => Made): Made =>
  new Proxy({} as Made, { get: (_, key) => Reflect.get(made(), key), has: (_, key) => Reflect.has(made(), key) });

/** Not by assignment: Prisma's proxies hand that on to the one client that all transactions share. */
const extend = <Base extends object>(base: Base, more: Partial<Base>): Base =>
  Object.create(base, Object.getOwnPropertyDescriptors(more));

/** The first transaction of a process waits for Prisma's compiler, too, and on a busy machine that takes seconds. */
const FIRST_TRANSACTION_MS = 10_000;

/** Prisma for a command, or for a moment. */
export const connectPrisma = (databaseUrl: string, max: number): Database =>
  prismaOn(openMainPool(databaseUrl, max, 'command'), databaseUrl, { maxWait: FIRST_TRANSACTION_MS });
