import type { App } from '../app.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { seenStep } from '../seen-step.ts';
import { hashSecret } from '../tokens/secrets.ts';

/**
 * Whose admin session this is, or null for anything that is not one or has ended by age or idleness.
 * @param address where the client is now
 */
export async function findAdminSession(app: App, token: string, address: string): Promise<AdminWithRoles | null> {
  const now = Date.now();
  const { adminSessionIdle } = app.settings;
  const hash = hashSecret(token);
  const session = await app.prisma.adminSession.findUnique({
    where: { hash, ...liveAdminSession(app) },
    select: { lastSeenAt: true, admin: { include: { roles: true } } },
  });
  if (session && session.lastSeenAt.getTime() < now - seenStep(adminSessionIdle)) {
    await app.prisma.adminSession.updateMany({ where: { hash }, data: { lastSeenAt: new Date(now), address } });
  }
  return session?.admin ?? null;
}

/** The Prisma filter for sessions that have ended neither by age nor by idleness. */
export function liveAdminSession({ settings }: App) {
  const now = Date.now();
  return { expiresAt: { gt: new Date(now) }, lastSeenAt: { gt: new Date(now - settings.adminSessionIdle) } };
}
