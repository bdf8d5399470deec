import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { lockAdmin } from './lock-admin.ts';

/** Keeps the session of `keep`, or the caller's. Returns how many sessions ended. */
export async function adminRevokeOtherSessions(
  app: App,
  admin: AdminWithRoles | null,
  token: string | null,
  { keep }: { keep?: string | null | undefined },
): Promise<number> {
  if (!admin || !token) throw new NotAllowed();
  if (keep != null && !isId(keep)) throw new NotFound('session');
  const adminId = admin.id;
  return await transaction(app, async (tx) => {
    await lockAdmin(tx, adminId);
    const kept = await tx.adminSession.findFirst({
      where: { adminId, ...(keep == null ? { hash: hashSecret(token) } : { id: keep }) },
    });
    if (!kept) throw keep == null ? new NotAllowed() : new NotFound('session');
    const { count } = await tx.adminSession.deleteMany({ where: { adminId, id: { not: kept.id } } });
    await record(tx, {
      type: 'session.revoked',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id: admin.id },
      data: { sessions: count },
    });
    return count;
  });
}
