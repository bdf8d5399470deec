import type { App } from '../app.ts';
import { isApprovedBeforehand } from './approved-by.ts';
import { isOpen } from './invitation-state.ts';

/** Whether an admin has approved this person beforehand, who is not registered yet. */
export async function isInvited({ prisma }: Pick<App, 'prisma'>, portalId: string, email: string): Promise<boolean> {
  const found = await prisma.$queryRaw<unknown[]>`
    SELECT FROM invitations invitation
    WHERE portal_id = ${portalId}::uuid AND email = ${email} AND ${isOpen} AND ${isApprovedBeforehand} LIMIT 1`;
  return found.length > 0;
}
