import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { countFailure, inTurn, refusedFor } from './failures.ts';
import { nameOf, tooManyAttempts } from './throttles.ts';

/**
 * Checks the password of somebody who is logged in once more, unless too many such checks failed in this session lately.
 * Strangers count elsewhere, so they cannot keep people from their own account; and a stolen session has only this count.
 * @param session what names the session
 * @throws TooManyAttempts
 */
export async function tryOnceMore(app: App, session: string, check: () => Promise<void>): Promise<void> {
  const key = `session:${nameOf(app.keys, session)}`;
  await inTurn(app, key, async () => {
    const [refused] = await app.prisma.$queryRaw<{ ms: number }[]>`${refusedFor(Prisma.sql`${key}`)}`;
    if (refused) throw tooManyAttempts(refused.ms);
    await countFailure(app, key, check);
  });
}
