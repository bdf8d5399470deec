import { Prisma } from '../prisma/generated/client/client.ts';
import type { App } from './app.ts';

/** Returns how many rows it removed. */
export type Purge = (app: App, most: number) => Promise<number>;

/** An index must serve `where`, so that a sweep does not read the rows that stay. */
export function removeRows(table: string, where: Prisma.Sql): Purge {
  const name = Prisma.raw(table);
  return async ({ prisma }, most) =>
    await prisma.$executeRaw`
    DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${name} WHERE ${where} LIMIT ${most} FOR UPDATE SKIP LOCKED))`;
}
