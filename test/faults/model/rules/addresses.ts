import type { Invitation, Model, Person } from '../state.ts';
import { addLink, at, isOpen, note, remove } from './basics.ts';

/** Verifying an address uses up the open invitations of it. The one that approves counts, else the oldest. */
export function takeInvitations(m: Model, person: Person, keepsLinks: boolean): Invitation | null {
  const open = m.invitations.filter((one) => one.email === person.email && isOpen(m, one));
  for (const invitation of open) {
    invitation.state = 'USED';
    note(m, 'invitation.used', null);
    if (keepsLinks) {
      const { secret, expiresAt } = invitation;
      addLink(m, 'ACCEPT_INVITATION', person, 0, { secret, expiresAt });
    }
  }
  const taken = open.find(({ isApproved }) => isApproved) ?? open[0] ?? null;
  if (taken && person.status === 'PENDING') person.invitation = taken;
  return taken;
}

/** An unverified registration holds nothing. */
export function clear(m: Model, email: string): void {
  const there = at(m, email);
  if (there?.verified === null) remove(m, there);
}
