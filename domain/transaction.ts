import { setTimeout } from 'node:timers/promises';
import type { Prisma, Queue } from '../prisma/generated/client/client.ts';
import type { App, Keys } from './app.ts';
import type { Origin } from './client.ts';

/**
 * PostgreSQL detects a deadlock after a second, so even the last attempt ends within the 5 s that a call may take.
 * @limit attempts: Attempts of a transaction that meets a deadlock or a conflict. Beyond: The request fails.
 */
export const MOST_TRIES = 3;
/** @limit Pause before the next attempt of a transaction. Beyond: The next attempt starts. */
export const LONGEST_PAUSE_MS = 50;

/** What `addJob` needs. */
export type Ringing = Prisma.TransactionClient & { rings: Set<Queue> };

export type Transaction = Prisma.TransactionClient & {
  rings: Set<Queue>;
  /** What has to be written although the act fails. It runs after the rollback. */
  afterRollback: (() => Promise<void>)[];
  origin: Origin | null;
  keys: Keys;
};

/** Runs `work` again after a deadlock, because the database has undone everything. Rings for new jobs after the commit. */
export async function transaction<Result>(app: App, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const rings = new Set<Queue>();
    const afterRollback: Transaction['afterRollback'] = [];
    try {
      // Not assigned: Prisma's proxy would pass an assignment on to the client that all transactions share.
      const more = {
        rings: { value: rings },
        afterRollback: { value: afterRollback },
        origin: { value: app.origin },
        keys: { value: app.keys },
      };
      const result = await app.prisma.$transaction((tx) => work(Object.create(tx, more)));
      app.ring(rings);
      return result;
    } catch (error) {
      if (!isConflict(error) || attempt === MOST_TRIES) {
        for (const write of afterRollback) await write();
        throw error;
      }
      await setTimeout(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

/** Deadlock (40P01) or failed serialization (40001). Prisma has one code of its own for both. */
const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['40P01', '40001', 'P2034'].includes(String(error.code));
