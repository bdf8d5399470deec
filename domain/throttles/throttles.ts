import { createHmac } from 'node:crypto';
import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { Keys } from '../app.ts';
import { fromNow } from '../clock.ts';
import { TooManyAttempts } from '../errors.ts';

const NAME_LENGTH = 22; // of base64url: 128 bits

export type Throttles = {
  underWay: Map<string, Promise<unknown>>;
  refused: Map<string, number>;
  /** Hashes of API tokens that worked. */
  knownTokens: Set<string>;
};

export const openThrottles = (): Throttles => ({
  underWay: new Map(),
  refused: new Map(),
  knownTokens: new Set(),
});

export type Bound = { key: string; most: number };

type Window = {
  ms: number;
  /** The first attempt over the limit starts a full window in which all attempts are refused. */
  isPenalty: boolean;
};

/** Windows use the clock of the database. Pass narrow bounds first, so that parallel statements lock in the same order. */
export async function count(
  { prisma }: { prisma: Pick<Prisma.TransactionClient, '$queryRaw'> },
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

/** Stored times are rounded to milliseconds, so 900 s must not become 901 s. */
export const tooManyAttempts = (ms: number): TooManyAttempts =>
  new TooManyAttempts(Math.max(1, Math.ceil(Math.floor(ms) / 1_000)));

/** A keyed hash, so the table reveals no names. */
export const nameOf = (keys: Keys, ...parts: string[]): string =>
  createHmac('sha256', keys.throttles).update(JSON.stringify(parts)).digest('base64url').slice(0, NAME_LENGTH);
