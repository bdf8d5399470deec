import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';

/** Succeeds without a session too, except with `everywhere`. Returns how many sessions ended. */
export async function adminLogOut(app: App, token: string | null, everywhere: boolean): Promise<number> {
  if (!token && everywhere) throw new NotAllowed();
  if (!token) return 0;
  return await transaction(app, async (tx) => {
    const session = await tx.adminSession.findUnique({ where: { hash: hashSecret(token) }, include: { admin: true } });
    if (!session && everywhere) throw new NotAllowed();
    if (!session) return 0;
    const { id, adminId, admin } = session;
    const { count } = await tx.adminSession.deleteMany({ where: everywhere ? { adminId } : { id } });
    if (count > 0) {
      await record(tx, {
        type: 'session.closed',
        portalId: null,
        actor: byAdmin(admin),
        subject: { kind: 'ADMIN', id: adminId },
        data: { sessions: count },
      });
    }
    return count;
  });
}
