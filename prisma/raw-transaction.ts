import type { Pool } from './open-pool.ts';
import { type RawStatements, rawStatements } from './raw-statements.ts';
import type { StatementNames } from './statement-names.ts';

/** Runs statements that we write by hand in a transaction of their own, by `pg` itself. */
export type RawTransaction = <Result>(work: (tx: RawStatements) => Promise<Result>) => Promise<Result>;

export const rawTransactions =
  (pool: Pool, nameOf: StatementNames): RawTransaction =>
  async (work) => {
    const connection = await pool.connect();
    let hasEnded = false;
    const ofTransaction = () => {
      if (hasEnded) throw new Error('The transaction has ended.');
      return connection;
    };
    try {
      await connection.query('BEGIN');
      const result = await work(rawStatements(ofTransaction, nameOf));
      hasEnded = true;
      await connection.query('COMMIT');
      connection.release();
      return result;
    } catch (error) {
      hasEnded = true;
      // Nobody else may get a connection whose transaction did not end.
      await connection.query('ROLLBACK').then(
        () => connection.release(),
        () => connection.release(true),
      );
      throw error;
    }
  };
