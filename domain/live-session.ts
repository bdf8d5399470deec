import type { Prisma } from '../prisma/generated/client/client.ts';
import { databaseNow } from './clock.ts';

/** The Prisma filter for sessions, of either realm, that have ended neither by age nor by idleness. */
export async function liveSession(database: Pick<Prisma.TransactionClient, '$queryRaw'>, idleMs: number) {
  const now = await databaseNow(database);
  return { expiresAt: { gt: now }, lastSeenAt: { gt: new Date(now.getTime() - idleMs) } };
}
