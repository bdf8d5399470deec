import type { Prisma } from '../prisma/generated/client/client.ts';
import type { App } from './app.ts';
import type { JobRef } from './jobs/jobs.ts';

/** An open transaction, and the jobs that were written in it so far. */
export type Transaction = Prisma.TransactionClient & { added: JobRef[] };

/** Runs `work` in one transaction; after the commit, rings for the jobs that it wrote. */
export async function transaction<Result>(app: App, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const added: JobRef[] = [];
  const result = await app.prisma.$transaction((tx) => work(Object.assign(Object.create(tx), { added })));
  app.ring(added);
  return result;
}
