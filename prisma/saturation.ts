import { NONE_CAME_FREE } from './busy-pool.ts';
import { Prisma } from './generated/client/client.ts';

/**
 * Whether a call was not made because every connection of this process was busy for too long: trying again in a moment makes
 * sense. A database that is away or hangs fails in other words.
 */
export function isSaturated(error: unknown): boolean {
  // Of Prisma's `maxWait`; the same code stands for transactions that ran too long.
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return error.code === 'P2028' && error.message.includes('Unable to start a transaction');
  }
  // pg-pool gives its error no code.
  return error instanceof Error && error.message === NONE_CAME_FREE;
}
