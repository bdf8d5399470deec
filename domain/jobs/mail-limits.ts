import { Prisma } from '../../prisma/generated/client/client.ts';
import type { Rate, Settings } from '../app.ts';
import { DAY_MS } from '../durations.ts';
import type { Claim } from './claim-jobs.ts';

/**
 * Workers look for emails every now and then, not at each moment at which one may go out.
 * @limit share: Of the emails of a limit, this part goes out at once after a pause. Beyond: One goes out after the other.
 */
export const SAVED_SHARE = 1 / 20;
/**
 * Strangers can cause urgent emails. They must not keep all others waiting for ever.
 * @limit places: Places in a limit of emails, of which urgent ones leave one to the others. Beyond: One email that is not urgent goes out.
 */
export const PLACES_FOR_ONE = 4;

/**
 * The longest time of a limit: after it a row says the same as none.
 * @limit Time for which it is kept how many emails of a portal, and of all, went out last. Beyond: The row is deleted.
 */
export const MAIL_RATE_KEPT_MS = DAY_MS;

/** The row of all emails together. */
const ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export type MailLimits = { all: Rate | null; perPortal: Rate | null };

/** Null if the operator has set none. */
export const mailLimitsOf = ({ mailLimit, mailLimitPerPortal }: Settings): MailLimits | null =>
  mailLimit || mailLimitPerPortal ? { all: mailLimit, perPortal: mailLimitPerPortal } : null;

/** Which emails wait: all that are not urgent, or those of some portals. And for how long, at least. */
export type Held = { by: 'MAIL_LIMIT' | 'MAIL_LIMIT_PER_PORTAL'; ms: number };

const milliseconds = (count: number) => Prisma.sql`${count}::float8 * interval '1 millisecond'`;

// Together with what was saved, no more than `most` go out in any `perMs`.
const intervalMs = ({ most, perMs }: Rate): number => (perMs * (1 + SAVED_SHARE)) / most;

/** How many emails that are not urgent may go out now. `rate` is a row of `mail_rates`, or null. */
export const placesIn = (limit: Rate): Prisma.Sql => Prisma.sql`
  CASE
    WHEN coalesce(rate.owed_until, '-infinity') <= now() THEN 1 + floor(
      extract(epoch FROM now() - greatest(rate.owed_until, now() - ${milliseconds(limit.perMs * SAVED_SHARE)}))::float8 * 1000 / ${intervalMs(limit)}::float8
    )::int
    WHEN rate.share_at <= now() THEN 1
    ELSE 0
  END`;

/** In how many milliseconds there is a place again. */
export const placeInMs = Prisma.sql`extract(epoch FROM least(rate.owed_until, rate.share_at) - now())::float8 * 1000`;

/**
 * Whether a job that is due waits for a limit, for a statement that reads it under the name `job`. It is text without values, and names its
 * queue `job.queue`.
 */
export const IS_HELD = `(
  job.queue = 'MAILS' AND NOT job.is_urgent AND EXISTS (
    SELECT FROM mail_rates rate WHERE rate.scope IN (job.portal_id, '${ALL}') AND rate.owed_until > now() AND rate.share_at > now()
  )
)`;

/** Claims that take places go one after the other, in all workers, until their transactions end. */
export const waitForTurn = (tx: Prisma.TransactionClient): Promise<unknown> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('mail limits of ' || current_schema(), 0))`;

/** How many emails of all portals together may go out now. */
export async function placesOfAll(tx: Prisma.TransactionClient, limit: Rate): Promise<{ places: number; inMs: number | null }> {
  const [row] = await tx.$queryRaw<[{ places: number; inMs: number | null }]>`
    SELECT ${placesIn(limit)} AS places, ${placeInMs} AS "inMs"
    FROM (VALUES (${ALL}::uuid)) AS one (scope) LEFT JOIN mail_rates rate USING (scope)`;
  return row;
}

/**
 * Takes a place for each job. Urgent ones take theirs whether it is free or not. But nothing is owed for longer than the time of the
 * limit: what went out before that counts no more.
 */
export async function takePlaces(
  tx: Prisma.TransactionClient,
  { all, perPortal }: MailLimits,
  jobs: Pick<Claim, 'portalId'>[],
  isUrgent: boolean,
): Promise<void> {
  const portals = perPortal ? [...Map.groupBy(jobs, ({ portalId }) => portalId)] : [];
  const taken = [
    ...(all && jobs.length > 0 ? [{ scope: ALL, count: jobs.length, limit: all }] : []),
    ...portals.flatMap(([scope, { length: count }]) => (scope && perPortal ? [{ scope, count, limit: perPortal }] : [])),
  ];
  if (taken.length === 0) return;
  const columns = [
    taken.map(({ scope }) => scope),
    taken.map(({ limit }) => limit.perMs * SAVED_SHARE),
    taken.map(({ limit, count }) => count * intervalMs(limit)),
    taken.map(({ limit }) => limit.perMs),
    taken.map(({ limit }) => (isUrgent ? 0 : PLACES_FOR_ONE * intervalMs(limit))),
  ] as const;
  const owed = (before: Prisma.Sql) => Prisma.sql`least(greatest(${before}, now() - saved * ms) + cost * ms, now() + per * ms)`;
  await tx.$executeRaw`
    MERGE INTO mail_rates AS rate USING (
      SELECT *, interval '1 millisecond' AS ms
      FROM unnest(${columns[0]}::uuid[], ${columns[1]}::float8[], ${columns[2]}::float8[], ${columns[3]}::float8[], ${columns[4]}::float8[])
        AS taken (scope, saved, cost, per, share)
    ) AS taken ON rate.scope = taken.scope
    WHEN MATCHED THEN UPDATE SET owed_until = ${owed(Prisma.sql`rate.owed_until`)},
      share_at = CASE WHEN ${isUrgent} THEN rate.share_at ELSE now() + share * ms END
    WHEN NOT MATCHED THEN INSERT (scope, owed_until, share_at) VALUES (taken.scope, ${owed(Prisma.sql`'-infinity'`)}, now() + share * ms)`;
}
