import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import type { AdminWithRoles } from '../permissions.ts';

export async function adminRevokeSession(app: App, admin: AdminWithRoles | null, { id }: { id: string }): Promise<void> {
  if (!admin) throw new NotAllowed();
  if (!isId(id)) throw new NotFound('session');
  const { count } = await app.prisma.adminSession.deleteMany({ where: { id, adminId: admin.id } });
  if (count === 0) throw new NotFound('session');
}
