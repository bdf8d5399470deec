import { z } from 'zod';
import type { Invitation } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { invitationColumns } from '../columns.ts';
import { InvitationEnded, NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { ids, parseInput } from '../input.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { changeInvitations, type InvitationResult } from './change-invitations.ts';
import { isOpen } from './invitation-state.ts';

const revokeInput = z.object({ ids });

/** Who registered with it before stays registered. */
export async function revokeInvitations(
  app: App,
  admin: AdminWithRoles | null,
  input: z.input<typeof revokeInput>,
): Promise<InvitationResult[]> {
  if (!admin) throw new NotAllowed();
  return await changeInvitations(
    app,
    admin,
    parseInput(revokeInput, input).ids,
    async (tx, invitations) => {
      const revoked = await tx.$queryRaw<Invitation[]>`
        UPDATE invitations invitation SET revoked_at = now()
        WHERE id = ANY(${invitations.map(({ id }) => id)}::uuid[]) AND ${isOpen} RETURNING ${invitationColumns}`;
      const events = revoked.map(({ id, portalId }) => ({
        type: 'invitation.revoked' as const,
        portalId,
        actor: byAdmin(admin),
        subject: { kind: 'INVITATION' as const, id },
        data: {},
      }));
      await record(tx, ...events);
      return revoked;
    },
    () => new InvitationEnded('REVOKED'),
  );
}
