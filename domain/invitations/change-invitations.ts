import type { Invitation } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvitationEnded, NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type Caller, inReach, may } from '../permissions.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { stateAt } from './invitation-state.ts';

/** After an error, `invitation` is the one that the id names, if the admin may read it. */
export type InvitationResult = { id: string; invitation: Invitation | null; error: Error | null };

/** @returns the invitations that it changed */
type Change = (tx: Transaction, invitations: Invitation[]) => Promise<Invitation[]>;

/** Why a change left out an open invitation. */
type Refusal = (invitation: Invitation, now: Date) => Error;

/** One transaction. Returns the outcomes in the order of the ids. */
export async function changeInvitations(
  app: App,
  caller: Caller,
  ids: string[],
  change: Change,
  refusal: Refusal,
): Promise<InvitationResult[]> {
  return await transaction(app, async (tx) => {
    const where = { id: { in: ids.filter(isId) }, ...inReach(caller) };
    const found = await tx.invitation.findMany({ where });
    const mine = found.filter(({ portalId }) => may(caller, 'decide', portalId));
    const changed = new Map((await change(tx, mine)).map((invitation) => [invitation.id, invitation]));
    // Read again, because another request may have ended some of them.
    const left = await tx.invitation.findMany({ where: { ...where, NOT: { id: { in: [...changed.keys()] } } } });
    const now = await databaseNow(tx);
    return ids.map((id) => {
      const done = changed.get(id);
      if (done) return { id, invitation: done, error: null };
      const invitation = left.find((one) => one.id === id) ?? null;
      if (!invitation) return { id, invitation, error: new NotFound('invitation') };
      if (!may(caller, 'decide', invitation.portalId)) return { id, invitation, error: new NotAllowed() };
      const state = stateAt(invitation, now);
      return { id, invitation, error: state === 'OPEN' ? refusal(invitation, now) : new InvitationEnded(state) };
    });
  });
}
