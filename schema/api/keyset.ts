import { isId } from '../../domain/ids.ts';
import { isStorable } from '../../domain/text.ts';
import { isStorableTime } from './date-time.ts';

/** A value that a list is sorted by, as it stands in a cursor. */
type Key = string;
type Direction = 'asc' | 'desc';

/** How the values of a column are written into a cursor, read from it, and compared. Anybody can make up a cursor. */
export type Kind = {
  /** The type of the column in SQL. */
  type: string;
  write: (value: unknown) => Key;
  /** @returns null for what is no value of such a column */
  read: (key: Key) => unknown;
  /** Prisma's filter for values that come after one, in ascending order or the other. */
  beyond: (value: unknown, direction: Direction) => object;
  /** The same, and that value itself. */
  from: (value: unknown, direction: Direction) => object;
};

export const text: Kind = {
  type: 'text',
  write: String,
  read: (key) => (isStorable(key) ? key : null),
  beyond: (value, direction) => (direction === 'asc' ? { gt: value } : { lt: value }),
  from: (value, direction) => (direction === 'asc' ? { gte: value } : { lte: value }),
};

export const moment: Kind = {
  ...text,
  type: 'timestamptz',
  write: (value) => (value instanceof Date ? value.toISOString() : ''),
  read: (key) => {
    const date = new Date(key);
    return isStorableTime(date) && date.toISOString() === key ? date : null;
  },
};

/** A column of 64-bit numbers. */
export const whole: Kind = { ...text, type: 'bigint', read: (key) => (/^\d{1,18}$/.test(key) ? BigInt(key) : null) };

/** A column of an enum, whose values are sorted as they are declared. */
export function oneOf(name: string, values: readonly string[]): Kind {
  const from = (value: unknown, direction: Direction) => {
    const at = values.indexOf(String(value));
    return direction === 'asc' ? values.slice(at) : values.slice(0, at + 1);
  };
  return {
    type: `"${name}"`,
    write: String,
    read: (key) => (values.includes(key) ? key : null),
    beyond: (value, direction) => ({ in: from(value, direction).filter((other) => other !== value) }),
    from: (value, direction) => ({ in: from(value, direction) }),
  };
}

/** What a list is sorted by: columns, one after the other, then the id. */
export type Order = { by: { column: string; kind: Kind; direction: Direction }[]; id: Direction };

const nameOf = ({ by, id }: Order): string =>
  [...by.map(({ column, direction }) => `${column} ${direction}`), ...(by.length > 0 ? [] : [`id ${id}`])].join(', ');

/** A place in a list, which stays a place when the row that was there is no longer listed, or is gone. */
export type Place = { values: unknown[]; id: string };

export function writeCursor(order: Order, row: { id: string }): string {
  const keys = order.by.map(({ column, kind }) => kind.write(Reflect.get(row, column)));
  return Buffer.from(JSON.stringify([nameOf(order), ...keys, row.id])).toString('base64url');
}

/** @returns null for what is no cursor of a list in this order */
export function readCursor(order: Order, cursor: string): Place | null {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== order.by.length + 2) return null;
  if (!parts.every((part) => typeof part === 'string')) return null;
  const [name, ...keys] = parts;
  const id = keys.pop() ?? '';
  const values = order.by.map(({ kind }, at) => kind.read(keys[at] ?? ''));
  return name === nameOf(order) && !values.includes(null) && isId(id) ? { values, id } : null;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const reversed = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc');

/** The same order from its other end. */
export const backwards = ({ by, id }: Order): Order => ({
  by: by.map((key) => ({ ...key, direction: reversed(key.direction) })),
  id: reversed(id),
});

/** Prisma's `orderBy`. */
export const orderBy = ({ by, id }: Order): object[] => [
  ...by.map(({ column, direction }) => ({ [column]: direction })),
  { id },
];

/** Prisma's filter for the rows that come after a place. An index of the columns leads there, without a look at what lies before. */
export function after({ by, id }: Order, { values, id: placeId }: Place): object {
  const [first, ...rest] = by;
  if (!first) return { id: id === 'asc' ? { gt: placeId } : { lt: placeId } };
  const { column, kind, direction } = first;
  const [value, ...others] = values;
  const same = { AND: [{ [column]: value }, after({ by: rest, id }, { values: others, id: placeId })] };
  // The first of the two follows from the second; but PostgreSQL enters an index by it, and never by an OR.
  return { AND: [{ [column]: kind.from(value, direction) }, { OR: [{ [column]: kind.beyond(value, direction) }, same] }] };
}
