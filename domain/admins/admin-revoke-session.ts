import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { transaction } from '../transaction.ts';

export async function adminRevokeSession(app: App, admin: AdminWithRoles | null, { id }: { id: string }): Promise<void> {
  if (!admin) throw new NotAllowed();
  if (!isId(id)) throw new NotFound('session');
  await transaction(app, async (tx) => {
    const { count } = await tx.adminSession.deleteMany({ where: { id, adminId: admin.id } });
    if (count === 0) throw new NotFound('session');
    await record(tx, {
      type: 'session.revoked',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id: admin.id },
      data: { sessionId: id, sessions: count },
    });
  });
}
