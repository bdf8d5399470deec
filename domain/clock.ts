import { Prisma } from '../prisma/generated/client/client.ts';

/**
 * Times that decide (due, expiry, lease, idleness, windows) are the database's, in its own statements. The clocks of processes
 * differ, and one that is wrong must not end a link or wake a job.
 */

/** SQL for the moment that is so many milliseconds after the start of the transaction. */
export const fromNow = (ms: number): Prisma.Sql => Prisma.sql`(now() + ${ms} * interval '1 millisecond')`;

/** SQL for the moment that was so many milliseconds before the start of the transaction. */
export const ago = (ms: number): Prisma.Sql => fromNow(-ms);

/** What the database's clock says, for a query that Prisma writes and that cannot hold SQL. */
export async function databaseNow(database: Pick<Prisma.TransactionClient, '$queryRaw'>): Promise<Date> {
  const [{ now }] = await database.$queryRaw<[{ now: Date }]>`SELECT now() AS now`;
  return now;
}

/** By how many seconds this process's clock is behind that of the database, for libraries that read no other clock. */
export async function secondsBehind(database: Pick<Prisma.TransactionClient, '$queryRaw'>): Promise<number> {
  return Math.round(((await databaseNow(database)).getTime() - Date.now()) / 1_000);
}
