import { GraphQLError, Kind, type ValueNode } from 'graphql';

/** RFC 3339. PostgreSQL has no year 0. */
const MOMENT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const dateTime = {
  description: 'A time in UTC in ISO 8601, with milliseconds, such as `2026-11-23T17:00:00.000Z`.',
  serialize: (date: Date) => date.toISOString(),
  parseValue: read,
  parseLiteral: (node: ValueNode): Date => read(node.kind === Kind.STRING ? node.value : null),
};

function read(value: unknown): Date {
  const date = typeof value === 'string' && MOMENT.test(value) ? new Date(value) : null;
  if (date && !Number.isNaN(date.getTime())) return date;
  throw new GraphQLError('A time must be written like `2026-11-23T17:00:00.000Z`.');
}
