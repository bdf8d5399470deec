import { may } from '../../domain/permissions.ts';
import type { Context } from './context.ts';

/** Whether an admin of the portal asks, and not the developer. */
export async function isForAdmin({ portalId }: { portalId: string }, context: Context): Promise<boolean> {
  const caller = await context.caller();
  return caller !== null && may(caller, 'read', portalId);
}
