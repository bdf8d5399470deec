import { may } from '../../domain/permissions.ts';
import type { Context } from './context.ts';

/** Whether an admin of the portal asks, and not the developer. */
export async function isForAdmin({ portalId }: { portalId: string }, context: Context): Promise<boolean> {
  const admin = await context.admin();
  return admin !== null && may(admin, 'read', portalId);
}
