import { isId } from '../../domain/ids.ts';
import { isStorable } from '../../domain/text.ts';

/** A value that a list is sorted by, as it stands in a cursor. */
type Key = string;
type Direction = 'asc' | 'desc';

/** How the values of a column are written into a cursor, read from it, and compared. Anybody can make up a cursor. */
export type Kind = {
  write: (value: unknown) => Key;
  /** @returns null for what is no value of such a column */
  read: (key: Key) => unknown;
  /** Prisma's filter for values that come after one, in ascending order or the other. */
  beyond: (value: unknown, direction: Direction) => object;
  /** The same, and that value itself. */
  from: (value: unknown, direction: Direction) => object;
};

export const text: Kind = {
  write: String,
  read: (key) => (isStorable(key) ? key : null),
  beyond: (value, direction) => (direction === 'asc' ? { gt: value } : { lt: value }),
  from: (value, direction) => (direction === 'asc' ? { gte: value } : { lte: value }),
};

export const moment: Kind = {
  ...text,
  write: (value) => (value instanceof Date ? value.toISOString() : ''),
  read: (key) => {
    const date = new Date(key);
    return Number.isNaN(date.getTime()) || date.toISOString() !== key ? null : date;
  },
};

/** A column of 64-bit numbers. */
export const whole: Kind = { ...text, read: (key) => (/^\d{1,18}$/.test(key) ? BigInt(key) : null) };

/** A column of an enum, whose values are sorted as they are declared. */
export function oneOf(values: readonly string[]): Kind {
  const from = (value: unknown, direction: Direction) => {
    const at = values.indexOf(String(value));
    return direction === 'asc' ? values.slice(at) : values.slice(0, at + 1);
  };
  return {
    write: String,
    read: (key) => (values.includes(key) ? key : null),
    beyond: (value, direction) => ({ in: from(value, direction).filter((other) => other !== value) }),
    from: (value, direction) => ({ in: from(value, direction) }),
  };
}

/** What a list is sorted by: a column, if one is named, then the id. */
export type Order = { by?: { column: string; kind: Kind; direction: Direction }; id: Direction };

const nameOf = ({ by, id }: Order): string => (by ? `${by.column} ${by.direction}` : `id ${id}`);

/** A place in a list, which stays a place when the row that was there is no longer listed, or is gone. */
export type Place = { value: unknown; id: string };

export function writeCursor(order: Order, row: { id: string }): string {
  const key = order.by ? order.by.kind.write(Reflect.get(row, order.by.column)) : '';
  return Buffer.from(JSON.stringify([nameOf(order), key, row.id])).toString('base64url');
}

/** @returns null for what is no cursor of a list in this order */
export function readCursor(order: Order, cursor: string): Place | null {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string')) return null;
  const [name, key = '', id = ''] = parts;
  const value = order.by ? order.by.kind.read(key) : '';
  return name === nameOf(order) && value !== null && isId(id) ? { value, id } : null;
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
  ...(by && { by: { ...by, direction: reversed(by.direction) } }),
  id: reversed(id),
});

/** Prisma's `orderBy`. */
export const orderBy = ({ by, id }: Order): object[] => [...(by ? [{ [by.column]: by.direction }] : []), { id }];

/** Prisma's filter for the rows that come after a place. An index of the column leads there, without a look at what lies before. */
export function after({ by, id }: Order, place: Place): object {
  const beyondId = { id: id === 'asc' ? { gt: place.id } : { lt: place.id } };
  if (!by) return beyondId;
  const same = { [by.column]: place.value };
  const beyond = { [by.column]: by.kind.beyond(place.value, by.direction) };
  // The first of the two follows from the second; but PostgreSQL enters an index by it, and never by an OR.
  return { AND: [{ [by.column]: by.kind.from(place.value, by.direction) }, { OR: [beyond, { ...same, ...beyondId }] }] };
}
