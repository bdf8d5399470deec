import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { nameOf } from '../throttles/throttles.ts';

/** @limit acts: Acts of strangers in a minute, each of which can cause an email, that are no flood at a portal. Beyond: A portal with `botCheck: ADAPTIVE` answers BotCheckRequired. */
export const MOST_CALM_PER_MINUTE = 30;
/** @limit minutes: Calm minutes that a flood has to make up for. Beyond: Further acts count no more, so that the flood ends after that time. */
export const MOST_MINUTES = 16;
/**
 * A phone does so many, of 1,000 rounds each, in about half a second.
 * @limit tries: Work of one challenge at most, for each minute that a flood has to make up for, and without one. Beyond: Never more.
 */
export const TRIES_PER_MINUTE = 500;

const ACT_MS = MINUTE_MS / MOST_CALM_PER_MINUTE;
const MOST_MS = MOST_MINUTES * MINUTE_MS;

export type Flood = { isFlood: boolean; difficulty: number; now: Date };

type Portals = Pick<Portal, 'id'>;
type Row = { ms: number; now: Date };

const keyOf = ({ keys }: App, { id }: Portals): string => `flood:${nameOf(keys, id)}`;

/** Each act counts for the time in which it would be calm: a portal with more acts than that owes the rest, and makes up for it with time. */
export async function noteAct(app: App, portal: Portals): Promise<Flood> {
  const key = keyOf(app, portal);
  // In the largest flood nothing is written, so that acts do not wait for each other at one row.
  const [row] = await app.prisma.$queryRaw<[Row]>`
    WITH full_flood AS (SELECT ends_at FROM throttles WHERE key = ${key} AND ends_at > ${fromNow(MOST_MS - ACT_MS)}),
    counted AS (
      INSERT INTO throttles AS flood (key, points, ends_at) SELECT ${key}, 1, ${fromNow(ACT_MS)}
      WHERE NOT EXISTS (SELECT FROM full_flood)
      ON CONFLICT (key) DO UPDATE SET
        ends_at = least(greatest(flood.ends_at, now()) + ${ACT_MS} * interval '1 millisecond', ${fromNow(MOST_MS)})
      RETURNING ends_at
    )
    SELECT (extract(epoch FROM ends_at - now()) * 1000)::float8 AS ms, now() AS now
    FROM (SELECT ends_at FROM counted UNION ALL SELECT ends_at FROM full_flood) flood`;
  return floodOf(row);
}

export async function findFlood(app: App, portal: Portals): Promise<Flood> {
  const [row] = await app.prisma.$queryRaw<[Row]>`
    SELECT coalesce((extract(epoch FROM max(ends_at) - now()) * 1000)::float8, 0) AS ms, now() AS now
    FROM throttles WHERE key = ${keyOf(app, portal)}`;
  return floodOf(row);
}

/** The difficulty grows with the minutes to make up for. */
function floodOf({ ms, now }: Row): Flood {
  const minutes = Math.min(MOST_MINUTES, ms / MINUTE_MS);
  return { isFlood: minutes > 1, difficulty: Math.round(TRIES_PER_MINUTE * Math.max(1, minutes)), now };
}
