import type { Prisma } from '../prisma/generated/client/client.ts';
import { databaseNow } from './clock.ts';

export async function liveSession(database: Pick<Prisma.TransactionClient, '$queryRaw'>, idleMs: number) {
  const now = await databaseNow(database);
  return { expiresAt: { gt: now }, lastSeenAt: { gt: new Date(now.getTime() - idleMs) } };
}
