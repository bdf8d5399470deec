import { createHmac } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { PrismaClient } from '../../prisma/generated/client/client.ts';
import type { ClientLimit, Keys } from '../app.ts';
import { TooManyAttempts } from '../errors.ts';

/** The tenth failed log-in in 15 minutes is one too many, and so is each attempt in the 15 minutes after it. */
export const MOST_FAILURES = 9;
const FAILURES_SECONDS = 15 * 60;
const NAME_LENGTH = 22; // of base64url: 128 bits

export type Throttles = {
  failures: RateLimiterPostgres;
  /** Null where acts are not counted by client. */
  clients: RateLimiterPostgres | null;
  /** The last attempt at each account that is under way in this process. */
  underWay: Map<string, Promise<unknown>>;
};

/** The counts are rows beside the accounts: what becomes of the queue neither stops a log-in nor forgives a guess. */
export function openThrottles(prisma: PrismaClient, clientLimit: ClientLimit | null): Throttles {
  const storeClient = {
    query: async ({ text, values }: { text: string; values: unknown[] }) => {
      const rows = await prisma.$queryRawUnsafe<{ points: number; expire: bigint }[]>(text, ...values);
      return { rows: rows.map(({ points, expire }) => ({ points, expire: Number(expire) })), rowCount: rows.length };
    },
  };
  const store = {
    storeClient,
    storeType: 'client',
    tableName: 'throttles',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: '',
  };
  const failures = { points: MOST_FAILURES, duration: FAILURES_SECONDS, blockDuration: FAILURES_SECONDS };
  return {
    failures: new RateLimiterPostgres({ ...store, ...failures }),
    clients:
      clientLimit &&
      new RateLimiterPostgres({
        ...store,
        points: clientLimit.most,
        duration: clientLimit.perMs / 1_000,
        // A flood costs no statement once it is one.
        inMemoryBlockOnConsumed: clientLimit.most + 1,
      }),
    underWay: new Map(),
  };
}

/**
 * Counts one more.
 * @throws TooManyAttempts
 */
export async function count(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reason) {
    throw reason instanceof RateLimiterRes ? tooManyAttempts(reason.msBeforeNext) : reason;
  }
}

export const tooManyAttempts = (ms: number): TooManyAttempts => new TooManyAttempts(Math.max(1, Math.ceil(ms / 1_000)));

/** What a throttle calls somebody: the same for the same parts, and of no use to who reads the table. */
export const nameOf = (keys: Keys, ...parts: string[]): string =>
  createHmac('sha256', keys.throttles).update(JSON.stringify(parts)).digest('base64url').slice(0, NAME_LENGTH);
