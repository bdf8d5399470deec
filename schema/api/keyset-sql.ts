import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Order, Place } from './keyset.ts';

/** Rows on one side of a place. */
export type Bound = { order: Order; place: Place };

const columnOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columnsOf = ({ by }: Order): string[] => [...by.map(({ column }) => columnOf(column)), 'id'];

/** For ORDER BY. All columns have the direction of the id, so that one index serves both directions. */
export const orderSql = (order: Order): Prisma.Sql =>
  Prisma.raw(
    columnsOf(order)
      .map((column) => `${column} ${order.id}`)
      .join(', '),
  );

/** The columns that ORDER BY needs. */
export const keysSql = (order: Order): Prisma.Sql => Prisma.raw(columnsOf(order).join(', '));

/** For WHERE: the rows that come after a place. As a comparison of rows, it leads PostgreSQL into the index. */
export function beyondSql({ order, place }: Bound): Prisma.Sql {
  const values = order.by.map(({ kind }, at) => Prisma.sql`${place.values[at]}::${Prisma.raw(kind.type)}`);
  const sign = Prisma.raw(order.id === 'asc' ? '>' : '<');
  return Prisma.sql`(${keysSql(order)}) ${sign} (${Prisma.join([...values, Prisma.sql`${place.id}::uuid`])})`;
}
