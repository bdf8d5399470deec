import { GraphQLError, Kind, type ValueNode } from 'graphql';

/** RFC 3339. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const dateTime = {
  description: 'A time in UTC in ISO 8601, with milliseconds, such as `2026-11-23T17:00:00.000Z`.',
  serialize: (date: Date) => date.toISOString(),
  parseValue: read,
  parseLiteral: (node: ValueNode): Date => read(node.kind === Kind.STRING ? node.value : null),
};

/** False for no time at all, for the year 0, which PostgreSQL does not have, and for years that RFC 3339 cannot write. An offset can lead there. */
export const isStorableTime = (date: Date): boolean => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9_999;

function read(value: unknown): Date {
  const date = typeof value === 'string' && MOMENT.test(value) ? new Date(value) : null;
  if (date && isStorableTime(date)) return date;
  throw new GraphQLError('A time must be written like `2026-11-23T17:00:00.000Z`.');
}
