import { Prisma } from '../../prisma/generated/client/client.ts';

/** Mails that a stranger can cause to one address at one portal, each kind on its own. */
const MOST_A_MINUTE = 3;
const MOST_AN_HOUR = 10;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The SQL that takes one mail from the allowance: a data-modifying statement, to stand in a WITH, that returns the `kind`,
 * or no row where the allowance is used up. The row it locks makes parallel calls take turns.
 * @param source a WITH query with the columns `portal_id`, `email` and `kind`
 */
export function takeFromMailBound(source: Prisma.Sql, now: Date): Prisma.Sql {
  const minuteAgo = new Date(now.getTime() - MINUTE);
  const hourAgo = new Date(now.getTime() - HOUR);
  return Prisma.sql`
    INSERT INTO mail_bounds AS bound (portal_id, email, kind, sent_at)
    SELECT portal_id, email, kind::"StrangerMail", ARRAY[${now}::timestamptz] FROM ${source}
    ON CONFLICT (portal_id, email, kind) DO UPDATE SET sent_at =
      (SELECT array_agg(at) FROM unnest(bound.sent_at) AS at WHERE at > ${hourAgo}::timestamptz) || ${now}::timestamptz
    WHERE (
      SELECT count(*) FILTER (WHERE at > ${minuteAgo}::timestamptz) < ${MOST_A_MINUTE}
         AND count(*) FILTER (WHERE at > ${hourAgo}::timestamptz) < ${MOST_AN_HOUR}
      FROM unnest(bound.sent_at) AS at
    )
    RETURNING kind`;
}
