import * as z from 'zod';
import type { Invitation } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { invitationColumns } from '../columns.ts';
import { InvitationEnded, NotAllowed } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { ids, parseInput } from '../input.ts';
import type { Caller } from '../permissions.ts';
import { changeInvitations, type InvitationResult } from './change-invitations.ts';
import { isOpen } from './invitation-state.ts';

const revokeInput = z.object({ ids });

/** Who registered with it before stays registered. */
export async function revokeInvitations(
  app: App,
  caller: Caller | null,
  input: z.input<typeof revokeInput>,
): Promise<InvitationResult[]> {
  if (!caller) throw new NotAllowed();
  return await changeInvitations(
    app,
    caller,
    parseInput(revokeInput, input).ids,
    async (tx, invitations) => {
      const revoked = await tx.$queryRaw<Invitation[]>`
        UPDATE invitations invitation SET revoked_at = now()
        WHERE id = ANY(${invitations.map(({ id }) => id)}::uuid[]) AND ${isOpen} RETURNING ${invitationColumns}`;
      const events = revoked.map(({ id, portalId }) => ({
        type: 'invitation.revoked' as const,
        portalId,
        actor: byCaller(caller),
        subject: { kind: 'INVITATION' as const, id },
        data: {},
      }));
      await record(tx, ...events);
      return revoked;
    },
    () => new InvitationEnded('REVOKED'),
  );
}
