import { Prisma } from '../prisma/generated/client/client.ts';

/** How many mails of one kind strangers can cause to one address. */
const MOST_A_MINUTE = 3;
const MOST_AN_HOUR = 10;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * SQL that takes one mail from the allowance that a row keeps in its `sent_at`, or leaves the row alone if the allowance is
 * used up. It follows the ON CONFLICT of an insert into a table with the alias `bound`. Parallel calls take turns, because it
 * locks the row.
 */
export function takeFromAllowance(now: Date): Prisma.Sql {
  return Prisma.sql`
    DO UPDATE SET sent_at =
      (SELECT array_agg(at) FROM unnest(bound.sent_at) AS at WHERE at > ${before(now, HOUR)}::timestamptz) || ${now}::timestamptz
    WHERE ${hasRoom(now)}`;
}

/** Whether an allowance (`bound`) has room for another mail, as SQL. */
export const hasRoom = (now: Date): Prisma.Sql => Prisma.sql`(
  SELECT count(*) FILTER (WHERE at > ${before(now, MINUTE)}::timestamptz) < ${MOST_A_MINUTE}
     AND count(*) FILTER (WHERE at > ${before(now, HOUR)}::timestamptz) < ${MOST_AN_HOUR}
  FROM unnest(bound.sent_at) AS at
)`;

const before = (now: Date, time: number): Date => new Date(now.getTime() - time);
