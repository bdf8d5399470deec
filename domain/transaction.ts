import { setTimeout } from 'node:timers/promises';
import { Prisma } from '../prisma/generated/client/client.ts';
import type { App, JobRef } from './app.ts';

/**
 * PostgreSQL detects a deadlock after a second, so even the last attempt ends within the 5 s that a call may take.
 * @limit attempts: Attempts of a transaction that meets a deadlock or a conflict. Beyond: The request fails.
 */
export const MOST_TRIES = 3;
/** @limit Pause before the next attempt of a transaction. Beyond: The next attempt starts. */
export const LONGEST_PAUSE_MS = 50;

export type Transaction = Prisma.TransactionClient & { added: JobRef[] };

/**
 * Rings for the jobs that `work` added, after the commit. If the database ends the transaction because of a deadlock, nothing has
 * happened, so `work` runs again.
 */
export async function transaction<Result>(app: App, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const added: JobRef[] = [];
    try {
      // Not assigned, because Prisma's proxy would hand an assignment on to the one client that all transactions share.
      const result = await app.prisma.$transaction((tx) => work(Object.create(tx, { added: { value: added } })));
      app.ring(added);
      return result;
    } catch (error) {
      if (!isConflict(error) || attempt === MOST_TRIES) throw error;
      await setTimeout(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

/** A deadlock (40P01) or a failed serialization (40001). Prisma has one code for both, and another for raw SQL. */
const isConflict = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  (error.code === 'P2034' || (error.code === 'P2010' && /Code: `(40P01|40001)`/.test(error.message)));
