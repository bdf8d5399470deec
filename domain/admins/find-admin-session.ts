import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { seenStep } from '../seen-step.ts';
import { hashSecret } from '../tokens/secrets.ts';

/** @param ip of the client. Null for a look that is no activity of the session. */
export async function findAdminSession(app: App, token: string, ip: string | null): Promise<AdminWithRoles | null> {
  const { adminSessionIdle } = app.settings;
  const hash = hashSecret(token);
  const [session] = await app.prisma.$queryRaw<{ adminId: string; isSeenAnew: boolean }[]>`
    SELECT admin_id AS "adminId", last_seen_at < ${ago(seenStep(adminSessionIdle))} AS "isSeenAnew"
    FROM admin_sessions WHERE hash = ${hash} AND expires_at > now() AND last_seen_at > ${ago(adminSessionIdle)}`;
  if (!session) return null;
  if (session.isSeenAnew && ip !== null) {
    await app.prisma.$executeRaw`UPDATE admin_sessions SET last_seen_at = now(), address = ${ip} WHERE hash = ${hash}`;
  }
  return await app.prisma.admin.findUnique({ where: { id: session.adminId }, include: { roles: true } });
}
