import { Prisma } from '../prisma/generated/client/client.ts';
import type { App } from './app.ts';

/** Removes at most so many things that have no more use. @returns how many; fewer than `most` if nothing is left */
export type Purge = (app: App, most: number) => Promise<number>;

/** @param where the rows, as a condition that an index serves, or each sweep reads the rows that stay */
export function removeRows(table: string, where: Prisma.Sql): Purge {
  const name = Prisma.raw(table);
  return async ({ prisma }, most) =>
    await prisma.$executeRaw`
    DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${name} WHERE ${where} LIMIT ${most} FOR UPDATE SKIP LOCKED))`;
}
