import { createHmac } from 'node:crypto';
import type { App, Keys } from '../app.ts';
import { fromNow } from '../clock.ts';
import { TooManyAttempts } from '../errors.ts';

const NAME_LENGTH = 22; // of base64url: 128 bits

export type Throttles = {
  /** The last attempt at each account that is under way in this process. */
  underWay: Map<string, Promise<unknown>>;
  /** Until when clients are refused, by the timer of this process. */
  refused: Map<string, number>;
};

export const openThrottles = (): Throttles => ({ underWay: new Map(), refused: new Map() });

/** At most so many in a window. */
export type Bound = { key: string; most: number };

type Window = {
  ms: number;
  /** The first one too many begins a whole window, in which all is refused. Otherwise the window ends when it would have. */
  isPenalty: boolean;
};

/**
 * Counts one more under each key, by one statement. Counts are rows beside the accounts, and windows go by the clock of the
 * database: neither what becomes of the queue nor a process whose clock is wrong stops a log-in or forgives a guess.
 * @param bounds the narrow before the wide, always, so that statements at once wait for each other in turn
 * @returns the keys with too many, and in how many milliseconds their windows end
 */
export async function count(
  { prisma }: App,
  bounds: Bound[],
  { ms, isPenalty }: Window,
): Promise<{ key: string; ms: number }[]> {
  const keys = bounds.map(({ key }) => key);
  const mosts = bounds.map(({ most }) => most);
  return await prisma.$queryRaw`
    WITH bound AS (SELECT * FROM unnest(${keys}::text[], ${mosts}::int[]) AS bound (key, most)),
    counted AS (
      INSERT INTO throttles AS held (key, points, ends_at) SELECT key, 1, ${fromNow(ms)} FROM bound
      ON CONFLICT (key) DO UPDATE SET
        points = CASE WHEN held.ends_at > now() THEN held.points + 1 ELSE 1 END,
        ends_at = CASE
          WHEN held.ends_at > now() AND NOT (${isPenalty} AND held.points = (SELECT most FROM bound WHERE bound.key = held.key))
            THEN held.ends_at
          ELSE excluded.ends_at
        END
      RETURNING key, points, ends_at
    )
    SELECT key, (extract(epoch FROM ends_at - now()) * 1000)::float8 AS ms FROM counted JOIN bound USING (key)
    WHERE points > most`;
}

/** Of milliseconds, whole ones count: a stored time is rounded to them, and 900 s must not be called 901 now and then. */
export const tooManyAttempts = (ms: number): TooManyAttempts =>
  new TooManyAttempts(Math.max(1, Math.ceil(Math.floor(ms) / 1_000)));

/** What a throttle calls somebody: the same for the same parts, and of no use to who reads the table. */
export const nameOf = (keys: Keys, ...parts: string[]): string =>
  createHmac('sha256', keys.throttles).update(JSON.stringify(parts)).digest('base64url').slice(0, NAME_LENGTH);
