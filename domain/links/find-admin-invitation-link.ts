import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { mayGive } from '../permissions.ts';
import { deadLink, type Link, workingLink } from './link.ts';

const UNASKED = { requestedAt: null, requestedAddress: null, requestedUserAgent: null };

/** Finds expired invitations too. */
export async function findAdminInvitationLink({ prisma }: App, hash: Buffer<ArrayBuffer>): Promise<Link | null> {
  const include = { inviter: { include: { roles: true } }, roles: true };
  const found = await prisma.adminInvitation.findUnique({ where: { hash }, include });
  if (!found) return null;
  const { email, expiresAt, inviter, roles } = found;
  const kind = 'ADMIN_INVITATION';
  if (expiresAt <= (await databaseNow(prisma))) return deadLink('EXPIRED', { kind, expiresAt });
  if (!mayGive(inviter, roles)) return deadLink('ENDED', { kind, expiresAt });
  const admins = await prisma.admin.count({ where: { email } });
  const invitation = { inviterEmail: inviter.email, isAdmin: admins > 0, roles };
  return workingLink({ expiresAt, ...UNASKED }, { kind, portal: null, email, invitation });
}
