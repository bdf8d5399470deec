import { Prisma } from '../../prisma/generated/client/client.ts';

/** The partitions of `events`: `events_2027_01` for a month, and those of many months. */
export const ofEvents = Prisma.sql`
  SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'events'::regclass`;

/** `events_until_2027_01` with all before a month, as long as it has some, and `events_other` with what has no month. */
export const ofManyMonths = Prisma.sql`${ofEvents} AND relname !~ '^events_[0-9]{4}_[0-9]{2}$' ORDER BY relname`;
