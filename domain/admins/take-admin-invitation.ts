import { isTaken } from '../../prisma/is-taken.ts';
import { InvalidToken, NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { mayGive } from '../permissions.ts';
import { noteUsed } from '../tokens/note-used.ts';
import type { Transaction } from '../transaction.ts';
import { addRoles } from './add-roles.ts';
import type { InvitationWithRoles } from './find-admin-invitation.ts';
import { onlyPortalOf } from './given-roles.ts';
import { lockRoles } from './lock-roles.ts';

/** What an admin who is new begins with. */
type Created = { passwordHash: string | null; locale: string | null };

/** @param created null if the admin with this id is there already */
export async function takeAdminInvitation(
  tx: Transaction,
  invitation: InvitationWithRoles,
  id: string,
  created: Created | null,
): Promise<void> {
  const { email, hash, roles } = invitation;
  await checkInviter(tx, invitation, id);
  await noteUsed(tx, { hash, purpose: 'ADMIN_INVITATION' }, null);
  const { count } = await tx.adminInvitation.deleteMany({ where: { id: invitation.id } });
  if (count === 0) throw new InvalidToken();
  if (created) await create(tx, { id, email, ...created });
  await addRoles(tx, id, roles);
  await record(tx, {
    type: 'admin-invitation.accepted',
    portalId: onlyPortalOf(roles),
    actor: byAdmin({ id, email }),
    subject: { kind: 'ADMIN_INVITATION', id: invitation.id },
    data: { adminId: id },
  });
}

/** The inviter may have lost the role since. */
async function checkInviter(tx: Transaction, { inviterId, roles }: InvitationWithRoles, id: string): Promise<void> {
  const [inviter] = await lockRoles(tx, inviterId, id);
  if (!inviter || !mayGive(inviter, roles)) throw new InvalidToken();
}

async function create(tx: Transaction, data: Created & { id: string; email: string }): Promise<void> {
  try {
    await tx.admin.create({ data });
  } catch (error) {
    // Another invitation of the same person was accepted at this moment.
    throw isTaken(error) ? new NotAllowed('LOG_IN_FIRST') : error;
  }
}
