import { Prisma } from '../prisma/generated/client/client.ts';
import type { App } from './app.ts';

/** Takes a bounded number of what has no more use. @returns how many it took; fewer than `most` where nothing is left */
export type Purge = (app: App, most: number) => Promise<number>;

/**
 * Deletes rows of a table that have no more use, so few at a time that a call stays short however many there are. Leaves out rows
 * that somebody has locked.
 * @param where which rows, as SQL: by an index that leaves out those that stay
 */
export function removeRows(table: string, where: Prisma.Sql): Purge {
  const name = Prisma.raw(table);
  return async ({ prisma }, most) =>
    await prisma.$executeRaw`
    DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${name} WHERE ${where} LIMIT ${most} FOR UPDATE SKIP LOCKED))`;
}
