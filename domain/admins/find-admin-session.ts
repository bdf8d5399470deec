import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { CONFIRMED_MS, type LoggedInAdmin } from '../logged-in-admin.ts';
import { seenStep } from '../seen-step.ts';
import { hashSecret } from '../tokens/secrets.ts';

type Found = { sessionId: string; adminId: string; isSeenAnew: boolean; isConfirmed: boolean };

/** @param ip of the client. Null for a look that is no activity of the session. */
export async function findAdminSession(app: App, token: string, ip: string | null): Promise<LoggedInAdmin | null> {
  const { adminSessionIdle } = app.settings;
  const hash = hashSecret(token);
  const [session] = await app.prisma.$queryRaw<Found[]>`
    SELECT id AS "sessionId", admin_id AS "adminId", last_seen_at < ${ago(seenStep(adminSessionIdle))} AS "isSeenAnew",
      confirmed_at > ${ago(CONFIRMED_MS)} AS "isConfirmed"
    FROM admin_sessions WHERE hash = ${hash} AND expires_at > now() AND last_seen_at > ${ago(adminSessionIdle)}`;
  if (!session) return null;
  const { sessionId, adminId, isSeenAnew, isConfirmed } = session;
  if (isSeenAnew && ip !== null) {
    await app.prisma.$executeRaw`UPDATE admin_sessions SET last_seen_at = now(), address = ${ip} WHERE hash = ${hash}`;
  }
  const admin = await app.prisma.admin.findUnique({ where: { id: adminId }, include: { roles: true } });
  return admin && { ...admin, sessionId, isConfirmed };
}
