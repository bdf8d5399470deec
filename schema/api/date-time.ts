import { GraphQLError, Kind, type ValueNode } from 'graphql';

/** RFC 3339. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const dateTime = {
  description: 'A time in UTC in ISO 8601, with milliseconds, such as `2026-11-23T17:00:00.000Z`.',
  serialize: (date: Date) => date.toISOString(),
  parseValue: read,
  parseLiteral: (node: ValueNode): Date => read(node.kind === Kind.STRING ? node.value : null),
};

function read(value: unknown): Date {
  const date = typeof value === 'string' && MOMENT.test(value) ? new Date(value) : null;
  // In UTC: an offset can lead to the year 0, which PostgreSQL does not have, or to the year 10000, which RFC 3339 does not have.
  const year = date?.getUTCFullYear() ?? Number.NaN;
  if (date && year >= 1 && year <= 9_999) return date;
  throw new GraphQLError('A time must be written like `2026-11-23T17:00:00.000Z`.');
}
