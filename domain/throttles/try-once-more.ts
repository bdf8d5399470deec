import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { countFailure, inTurn, refusedFor } from './failures.ts';
import { nameOf, tooManyAttempts } from './throttles.ts';

/** Strangers are counted elsewhere, so they cannot block a logged-in person. This count limits a stolen session. */
export async function tryOnceMore<Result>(app: App, session: string, check: () => Promise<Result>): Promise<Result> {
  const key = `session:${nameOf(app.keys, session)}`;
  return await inTurn(app, key, async () => {
    const [refused] = await app.prisma.$queryRaw<{ ms: number }[]>`${refusedFor(Prisma.sql`${key}`)}`;
    if (refused) throw tooManyAttempts(refused.ms);
    return await countFailure(app, key, check);
  });
}
