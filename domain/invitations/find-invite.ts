import type { Invitation } from '../../prisma/generated/client/client.ts';
import type { IssueText } from '../../texts/api.ts';
import type { Address } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { invitationColumns } from '../columns.ts';
import type { Issue } from '../issue.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { isOpen } from './invitation-state.ts';

/** Null if it is unknown, has ended, or is of another portal. */
export async function findInvite({ prisma }: App, portalId: string, token: string): Promise<Invitation | null> {
  const [found] = await prisma.$queryRaw<Invitation[]>`
    SELECT ${invitationColumns} FROM invitations invitation
    WHERE hash = ${hashSecret(token)} AND portal_id = ${portalId}::uuid AND ${isOpen}`;
  return found ?? null;
}

const refused = (text: IssueText, message: string): Issue[] => [{ path: ['invite'], code: 'NOT_PERMITTED', message, text }];

/** `email` is null if it is not an email address. */
export function checkInvite(invitation: Invitation | null, email: Address | null): Issue[] {
  if (!invitation) return refused('inviteEnded', 'This invitation is not valid any more. Ask for a new one.');
  if (!email) return [];
  if (invitation.email !== null) {
    return invitation.email === email.canonical ? [] : refused('inviteOther', 'This invitation is for another email address.');
  }
  const domain = email.canonical.slice(email.canonical.lastIndexOf('@') + 1);
  const isIncluded = invitation.emailDomains.length === 0 || invitation.emailDomains.includes(domain);
  return isIncluded
    ? []
    : refused('inviteDomains', `This invitation is for email addresses at ${invitation.emailDomains.join(', ')}.`);
}
