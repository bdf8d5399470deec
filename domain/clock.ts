import { Prisma } from '../prisma/generated/client/client.ts';

/** Due times, expiry and windows use the clock of the database, because the clocks of processes differ. */

export const fromNow = (ms: number): Prisma.Sql => Prisma.sql`(now() + ${ms} * interval '1 millisecond')`;

export const ago = (ms: number): Prisma.Sql => fromNow(-ms);

/** For Prisma queries, which cannot contain SQL. */
export async function databaseNow(database: Pick<Prisma.TransactionClient, '$queryRaw'>): Promise<Date> {
  const [{ now }] = await database.$queryRaw<[{ now: Date }]>`SELECT now() AS now`;
  return now;
}

/** For libraries that use the local clock. */
export async function secondsBehind(database: Pick<Prisma.TransactionClient, '$queryRaw'>): Promise<number> {
  return Math.round(((await databaseNow(database)).getTime() - Date.now()) / 1_000);
}
