import { Prisma } from '../../prisma/generated/client/client.ts';
import { ago, fromNow } from '../clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../durations.ts';
import type { Bounds } from './bounds.ts';

/**
 * @limit emails: Emails of one kind that one client causes to one mailbox in a minute. Beyond: No email, and the same answer.
 */
export const MOST_MAILS_OF_ASKER_PER_MINUTE = 3;
/** @limit emails: The same in an hour. Beyond: No email, and the same answer. */
export const MOST_MAILS_OF_ASKER_PER_HOUR = 10;
/**
 * @limit emails: Emails of one kind that all clients together cause to one mailbox in an hour. Beyond: No email, and the same
 * answer, unless the client was not seen for a day.
 */
export const MOST_MAILS_PER_HOUR = 20;
// Separate, so that strangers cannot use up the allowance of the owner.
/** @limit emails: The same if each email is the first of its client in a day. Beyond: No email, and the same answer. */
export const MOST_FIRST_MAILS_PER_HOUR = 60;

type ClientBound = { prefix: string; most: number; perMs: number };
/** @limit Emails of all kinds that one client causes to all mailboxes. Beyond: No email, and the same answer. */
export const MAILS_OF_CLIENT: ClientBound = { prefix: 'mails', most: 100, perMs: 10 * MINUTE_MS };
/** @limit New registrations that one client causes. Beyond: Nothing is registered, and the same answer. */
export const REGISTRATIONS_OF_CLIENT: ClientBound = { prefix: 'registrations', most: 1_000, perMs: DAY_MS };

/** Locks the counted rows, so that parallel calls run one after the other. */
export const takeFromAllowance = (wanted: Prisma.Sql, { mailbox, asker, client }: Bounds): Prisma.Sql => Prisma.sql`
  to_mailbox AS (
    INSERT INTO mail_bounds AS bound (key, sent_at, sent_for, expires_at)
    SELECT concat(kind, ':', ${mailbox}::text), ARRAY[now()], ARRAY[${asker}::text], ${fromNow(DAY_MS)} FROM ${wanted}
    WHERE kind IS NOT NULL AND ${hasRoom(client, MAILS_OF_CLIENT)}
    ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, (sent_at, sent_for) = (
      SELECT array_agg(at ORDER BY at), array_agg(asker ORDER BY at) FROM (
        SELECT at, asker FROM unnest(bound.sent_at, bound.sent_for) AS sent (at, asker) WHERE at > ${ago(DAY_MS)}
        UNION ALL SELECT now(), ${asker}::text
      ) AS counting
    )
    WHERE (
      SELECT of_asker_in_minute < ${MOST_MAILS_OF_ASKER_PER_MINUTE} AND of_asker_in_hour < ${MOST_MAILS_OF_ASKER_PER_HOUR}
         AND in_hour < CASE of_asker_in_day WHEN 0 THEN ${MOST_FIRST_MAILS_PER_HOUR}::int ELSE ${MOST_MAILS_PER_HOUR}::int END
      FROM (
        SELECT count(*) FILTER (WHERE at > ${ago(HOUR_MS)}) AS in_hour,
          count(*) FILTER (WHERE asker = ${asker} AND at > ${ago(MINUTE_MS)}) AS of_asker_in_minute,
          count(*) FILTER (WHERE asker = ${asker} AND at > ${ago(HOUR_MS)}) AS of_asker_in_hour,
          count(*) FILTER (WHERE asker = ${asker} AND at > ${ago(DAY_MS)}) AS of_asker_in_day
        FROM unnest(bound.sent_at, bound.sent_for) AS sent (at, asker)
      ) AS counts
    )
    RETURNING key
  ),
  by_client AS (${takeFromClient(Prisma.sql`to_mailbox`, client, MAILS_OF_CLIENT)}),
  allowed AS (SELECT kind FROM ${wanted}, by_client)`;

export function takeFromClient(source: Prisma.Sql, client: string | null, { prefix, most, perMs }: ClientBound): Prisma.Sql {
  if (client === null) return Prisma.sql`SELECT FROM ${source}`;
  return Prisma.sql`
    INSERT INTO mail_bounds AS bound (key, sent_at, expires_at)
    SELECT ${`${prefix}:${client}`}, ARRAY[now()], ${fromNow(perMs)} FROM ${source}
    ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at,
      sent_at = (SELECT array_agg(at) FROM unnest(bound.sent_at) AS at WHERE at > ${ago(perMs)}) || now()
    WHERE (SELECT count(*) < ${most} FROM unnest(bound.sent_at) AS at WHERE at > ${ago(perMs)})
    RETURNING key`;
}

export function hasRoom(client: string | null, { prefix, most, perMs }: ClientBound): Prisma.Sql {
  if (client === null) return Prisma.sql`true`;
  return Prisma.sql`NOT EXISTS (
    SELECT FROM mail_bounds AS bound WHERE key = ${`${prefix}:${client}`}
      AND (SELECT count(*) >= ${most} FROM unnest(bound.sent_at) AS at WHERE at > ${ago(perMs)})
  )`;
}
