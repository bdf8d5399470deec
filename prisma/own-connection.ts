import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';

/** A transaction that Prisma runs, and its connection while it lasts. */
type Running = { connection: PoolClient | null };

const running = new AsyncLocalStorage<Running>();
const holders = new WeakMap<PoolClient, Running>();

/**
 * Prisma does not tell which connection a transaction runs on. It is the first that the pool lends within `begin`.
 * @param begin begins a transaction; gets the function that tells the connection, and throws once the transaction has ended
 */
export function withOwnConnection<Result>(begin: (connection: () => PoolClient) => Promise<Result>): Promise<Result> {
  const transaction: Running = { connection: null };
  return running.run(transaction, begin, () => {
    if (!transaction.connection) throw new Error('The transaction has ended, or took too long.');
    return transaction.connection;
  });
}

/** For the pool, when it lends a connection. */
export function noteLent(connection: PoolClient): void {
  const transaction = running.getStore();
  if (!transaction || transaction.connection || holders.has(connection)) return;
  transaction.connection = connection;
  holders.set(connection, transaction);
}

/** For the pool, when a connection comes back: the next who gets it must not be disturbed. */
export function noteReturned(connection: PoolClient): void {
  const transaction = holders.get(connection);
  if (transaction) transaction.connection = null;
  holders.delete(connection);
}
