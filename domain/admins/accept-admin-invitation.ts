import { z } from 'zod';
import type { Admin } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidInput, InvalidToken, NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import { type AdminWithRoles, mayGive } from '../permissions.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { addRoles } from './add-roles.ts';
import { checkAdminPassword } from './check-admin-password.ts';
import { findAdminInvitation, type InvitationWithRoles } from './find-admin-invitation.ts';
import { onlyPortalOf } from './given-roles.ts';
import { lockRoles } from './lock-roles.ts';

const acceptInput = z.object({ token: z.string(), password: password.nullish() });

const LOG_IN_FIRST = 'This email address is that of an admin. Log in as this admin, and then accept the invitation.';

/** Makes the admin, but does not log in. A person who is an admin already gains the roles. */
export async function acceptAdminInvitation(
  app: App,
  caller: AdminWithRoles | null,
  input: z.input<typeof acceptInput>,
  client: Pick<Client, 'ip'>,
): Promise<Admin> {
  const chosen = parseInput(acceptInput, input);
  const invitation = await findAdminInvitation(app.prisma, chosen.token);
  if (!invitation) throw new InvalidToken();
  const known = await app.prisma.admin.findUnique({ where: { email: invitation.email }, select: { id: true } });
  if (known && known.id !== caller?.id) throw new NotAllowed(LOG_IN_FIRST);
  const passwordHash = known ? null : await hashNewPassword(app, chosen.password ?? null, invitation.email, client.ip);

  return await transaction(app, async (tx) => {
    const id = known?.id ?? newId();
    await checkInviter(tx, invitation, id);
    await noteUsed(tx, { hash: invitation.hash, purpose: 'ADMIN_INVITATION' }, null);
    const { count } = await tx.adminInvitation.deleteMany({ where: { id: invitation.id } });
    if (count === 0) throw new InvalidToken();
    if (passwordHash !== null) await createInvited(tx, id, invitation.email, passwordHash);
    await addRoles(tx, id, invitation.roles);
    await record(tx, {
      type: 'admin-invitation.accepted',
      portalId: onlyPortalOf(invitation.roles),
      actor: byAdmin({ id, email: invitation.email }),
      subject: { kind: 'ADMIN_INVITATION', id: invitation.id },
      data: { adminId: id },
    });
    return await tx.admin.findUniqueOrThrow({ where: { id } });
  });
}

async function hashNewPassword({ breaches }: App, chosen: string | null, email: string, ip: string): Promise<string> {
  if (chosen === null) {
    throw new InvalidInput([{ path: ['password'], code: 'REQUIRED', message: 'Choose a password.' }]);
  }
  await checkAdminPassword(breaches, chosen, email);
  return await hashPassword(chosen, ip);
}

/** The inviter may have lost the role since. */
async function checkInviter(tx: Transaction, { inviterId, roles }: InvitationWithRoles, id: string): Promise<void> {
  const [inviter] = await lockRoles(tx, inviterId, id);
  if (!inviter || !mayGive(inviter, roles)) throw new InvalidToken();
}

async function createInvited(tx: Transaction, id: string, email: string, passwordHash: string): Promise<void> {
  try {
    await tx.admin.create({ data: { id, email, passwordHash } });
  } catch (error) {
    // Another invitation of the same person was accepted at this moment.
    throw isTaken(error) ? new NotAllowed(LOG_IN_FIRST) : error;
  }
}
