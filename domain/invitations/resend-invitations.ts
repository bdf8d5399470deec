import * as z from 'zod';
import type { Invitation } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { invitationColumns } from '../columns.ts';
import { HOUR_MS } from '../durations.ts';
import { InvalidInput, NotAllowed, TooManyAttempts } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { ids, parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import type { Caller } from '../permissions.ts';
import { hashSecret, mailedTokenOf } from '../tokens/secrets.ts';
import { changeInvitations, type InvitationResult } from './change-invitations.ts';
import { purposeOf, tokenOf } from './invitation-links.ts';
import { isOpen } from './invitation-state.ts';

/** @limit Pause between two emails of one invitation. Beyond: TooManyAttempts. */
export const RESEND_PAUSE_MS = HOUR_MS;

const resendInput = z.object({ ids });

/** Emails the link again. The time when it ends stays. */
export async function resendInvitations(
  app: App,
  caller: Caller | null,
  input: z.input<typeof resendInput>,
): Promise<InvitationResult[]> {
  if (!caller) throw new NotAllowed();
  // The key that made the link may be gone. Then there is another link.
  const hashOf = ({ id, hash, isMailed }: Invitation) =>
    Buffer.from(
      mailedTokenOf(app.keys, { purpose: purposeOf({ isMailed }), id, hash })
        ? hash
        : hashSecret(tokenOf(app, { id, isMailed })),
    ).toString('hex');
  return await changeInvitations(
    app,
    caller,
    parseInput(resendInput, input).ids,
    async (tx, invitations) => {
      const resent = await tx.$queryRaw<Invitation[]>`
        UPDATE invitations invitation SET mailed_at = now(), hash = decode(link.hash, 'hex')
        FROM unnest(${invitations.map(({ id }) => id)}::uuid[], ${invitations.map(hashOf)}::text[]) AS link (id, hash)
        WHERE invitation.id = link.id AND ${isOpen} AND is_mailed AND mailed_at <= ${ago(RESEND_PAUSE_MS)}
        RETURNING ${invitationColumns}`;
      const events = resent.map(({ id, portalId }) => ({
        type: 'invitation.resent' as const,
        portalId,
        actor: byCaller(caller),
        subject: { kind: 'INVITATION' as const, id },
        data: {},
      }));
      await record(tx, ...events);
      for (const { id, portalId } of resent) await addJob(tx, 'sendInvitationEmail', portalId, { invitationId: id });
      return resent;
    },
    whyNot,
  );
}

function whyNot({ isMailed, mailedAt }: Invitation, now: Date): Error {
  if (!isMailed || !mailedAt) {
    const message = 'This invitation is not sent by email.';
    return new InvalidInput([{ path: ['ids'], code: 'NOT_PERMITTED', message, text: 'invitationByLink' }]);
  }
  return new TooManyAttempts(Math.max(1, Math.ceil((mailedAt.getTime() + RESEND_PAUSE_MS - now.getTime()) / 1_000)));
}
