import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidCredentials } from '../errors.ts';
import { count, tooManyAttempts } from './throttles.ts';

/** @limit failures: Wrong passwords for one account in 15 minutes. Beyond: TooManyAttempts. */
export const MOST_FAILURES = 9;
const WINDOW = { ms: 15 * 60_000, isPenalty: true };

export const refusedFor = (key: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT (extract(epoch FROM ends_at - now()) * 1000)::float8 AS ms FROM throttles
  WHERE key = ${key} AND points > ${MOST_FAILURES} AND ends_at > now()`;

export async function countFailure<Result>(app: App, key: string, check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof InvalidCredentials)) throw error;
    const [refused] = await count(app, [{ key, most: MOST_FAILURES }], WINDOW);
    throw refused ? tooManyAttempts(refused.ms) : error;
  }
}

/** Parallel guesses run one after the other. Each process has its own queue, so n processes allow n - 1 more guesses. */
export async function inTurn<Result>(
  { throttles: { underWay } }: App,
  key: string,
  work: (hasWaited: boolean) => Promise<Result>,
): Promise<Result> {
  const before = underWay.get(key);
  const afterIt = () => work(true);
  const mine = before ? before.then(afterIt, afterIt) : work(false);
  underWay.set(key, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(key) === mine) underWay.delete(key);
  }
}
