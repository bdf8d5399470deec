import { NONE_CAME_FREE } from './busy-pool.ts';
import { Prisma } from './generated/client/client.ts';

/** PostgreSQL has no connection left, and Prisma's word for it. */
const FULL = ['53300', 'P2037'];

/**
 * Whether a call was not made because every connection of this process was busy for too long, or all of PostgreSQL are in use: trying
 * again in a moment makes sense. A database that is away or hangs fails in other words.
 */
export function isSaturated(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && FULL.includes(String(error.code))) return true;
  // Of Prisma's `maxWait`; the same code stands for transactions that ran too long.
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return error.code === 'P2028' && error.message.includes('Unable to start a transaction');
  }
  // pg-pool gives its error no code.
  return error.message === NONE_CAME_FREE;
}
