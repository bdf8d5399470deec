import * as z from 'zod';
import type { AdminInvitation } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Reader } from '../client.ts';
import { databaseNow } from '../clock.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { languageOf } from '../locales/language-of.ts';
import { type ActingAdmin, demandConfirmed } from '../logged-in-admin.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { findGivenRoles, onlyPortalOf, rolesInput } from './given-roles.ts';
import { lockAdmin } from './lock-admin.ts';

/** @limit Time that an invitation of an admin works. Beyond: InvalidToken. */
export const ADMIN_INVITATION_TTL_MS = 7 * 24 * 3_600_000;
/** @limit invitations: Open invitations of admins by one admin. Beyond: InvalidInput. */
export const MOST_OPEN_INVITATIONS = 100;

const inviteAdminInput = z.object({ email: address, roles: rolesInput });

const TOO_MANY = `You have ${MOST_OPEN_INVITATIONS} open invitations. Revoke one of them first.`;

/** Does the same whether or not the email address is that of an admin. */
export async function inviteAdmin(
  app: App,
  admin: ActingAdmin | null,
  input: z.input<typeof inviteAdminInput>,
  client: Reader,
): Promise<AdminInvitation> {
  if (!admin) throw new NotAllowed();
  const { email, roles } = parseInput(inviteAdminInput, input);
  const given = await findGivenRoles(app, admin, roles);
  demandConfirmed(admin);
  return await transaction(app, async (tx) => {
    await lockAdmin(tx, admin.id);
    const now = await databaseNow(tx);
    const open = await tx.adminInvitation.count({ where: { inviterId: admin.id, expiresAt: { gt: now } } });
    if (open >= MOST_OPEN_INVITATIONS) {
      const parameters = { maximum: MOST_OPEN_INVITATIONS };
      throw new InvalidInput([{ path: ['email'], code: 'TOO_MANY', message: TOO_MANY, parameters }]);
    }
    const id = newId();
    const invitation = await tx.adminInvitation.create({
      data: {
        id,
        email: email.canonical,
        hash: hashSecret(mailedToken(app.keys, 'ADMIN_INVITATION', id)),
        inviterId: admin.id,
        expiresAt: new Date(now.getTime() + ADMIN_INVITATION_TTL_MS),
        roles: { create: given.map((role) => ({ id: newId(), ...role })) },
      },
    });
    await record(tx, {
      type: 'admin-invitation.created',
      portalId: onlyPortalOf(given),
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN_INVITATION', id },
      data: { roles: given },
    });
    await addJob(tx, 'sendAdminInvitationEmail', null, { invitationId: id, locale: languageOf(client) });
    return invitation;
  });
}
