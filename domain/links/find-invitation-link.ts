import type { Invitation, Portal } from '../../prisma/generated/client/client.ts';
import { findHolder } from '../addresses/find-holder.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { purposeOf } from '../invitations/invitation-links.ts';
import { type InvitationState, stateAt } from '../invitations/invitation-state.ts';
import { answers, answersTo } from '../sign-up-form/answer.ts';
import { stillFitting } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { deadLink, type Link, type LinkForm, workingLink } from './link.ts';

const UNASKED = { requestedAt: null, requestedAddress: null, requestedUserAgent: null };

const REASONS = { USED: 'USED', EXPIRED: 'EXPIRED', REVOKED: 'ENDED' } as const satisfies Partial<
  Record<InvitationState, string>
>;

/** Finds invitations of developers that have ended, too. */
export async function findInvitationLink(app: App, hash: Buffer<ArrayBuffer>): Promise<Link | null> {
  const found = await app.prisma.invitation.findUnique({ where: { hash }, include: { portal: true } });
  if (!found) return null;
  const { portal, expiresAt, email } = found;
  const known = { kind: purposeOf(found), portal, expiresAt };
  const state = stateAt(found, await databaseNow(app.prisma));
  if (state !== 'OPEN') return deadLink(REASONS[state], known);
  if (!(await wouldWork(app, found))) return deadLink('ENDED', known);
  return workingLink({ expiresAt, ...UNASKED }, { ...known, email, form: formOf(portal, found) });
}

async function wouldWork(app: App, { isMailed, email, portal }: Invitation & { portal: Portal }): Promise<boolean> {
  if (!isMailed) return portal.passwordLogin;
  return email !== null && (await findHolder(app, { portalId: portal.id, email })) === null;
}

function formOf(portal: Portal, invitation: Invitation): LinkForm {
  const fields = fieldsOf(portal);
  const given = stillFitting(fields, answers.parse(invitation.answers));
  return { fullName: invitation.fullName ?? '', answers: answersTo(fields, given) };
}
