import { expect } from 'vitest';
import {
  AcceptInvitationDocument,
  InviteDevelopersDocument,
  ResendInvitationsDocument,
  RevokeInvitationsDocument,
  UpdatePortalDocument,
} from '../../../generated/operations.ts';
import { setApprovalRules as callSetRules, ofDomain } from '../../../kit/approval-rules.ts';
import { mutate } from '../../../kit/mutate.ts';
import { present } from '../../../kit/present.ts';
import { LIFETIMES } from '../clock.ts';
import { clear, takeInvitations } from '../rules/addresses.ts';
import { addJob, at, closeJob, isOpen, isReserved, newPerson, note, works } from '../rules/basics.ts';
import type { Invitation, Model, Rule } from '../state.ts';
import type { World } from '../world.ts';
import { expectAnswer, expectOutcomes, succeeded } from './answers.ts';
import { givePasswordToken } from './registering.ts';

const owner = ({ admins }: World): { token: string } => ({ token: present(admins[0]).token });

/** Only one evaluation of all who wait is to be done, however often it was asked for. */
function evaluateAgain(m: Model): void {
  for (const job of m.jobs.filter(({ name }) => name === 'evaluatePending')) closeJob(m, job);
  addJob(m, 'evaluatePending');
}

export async function setApprovalRules(m: Model, w: World, rules: Rule[], applyToPending: boolean): Promise<void> {
  const given = rules.map(({ domain, then }) => ofDomain(domain, then));
  succeeded(await callSetRules(w.gatehouse, given, owner(w).token, { portal: w.portal, applyToPending }));
  m.settings.rules = rules;
  note(m, 'portal.approval-rules-changed', null);
  if (applyToPending) evaluateAgain(m);
}

type Settings = {
  autoApprove?: boolean;
  registrationOpen?: boolean;
  isBotCheckOn?: boolean;
  undoWindow?: number;
  applyToPending?: boolean;
};

/** @param settings the undo window in milliseconds */
export async function updatePortal(
  m: Model,
  w: World,
  { applyToPending = false, undoWindow, isBotCheckOn, ...flags }: Settings,
): Promise<void> {
  const window = undoWindow === undefined ? {} : { undoWindow: undoWindow / 1_000 };
  const check = isBotCheckOn === undefined ? {} : { botCheck: isBotCheckOn ? ('ALWAYS' as const) : ('OFF' as const) };
  const input = { portal: w.portal, applyToPending, ...flags, ...window, ...check };
  succeeded(await mutate(w.gatehouse, UpdatePortalDocument, input, owner(w)));
  Object.assign(m.settings, flags, undoWindow !== undefined && { undoWindow }, isBotCheckOn !== undefined && { isBotCheckOn });
  note(m, 'portal.updated', null);
  if (applyToPending) evaluateAgain(m);
}

export async function invite(m: Model, w: World, admin: number, emails: string[], isApproved: boolean): Promise<void> {
  const input = {
    portal: w.portal,
    invitations: emails.map((email) => ({ email, fullName: 'Grace Hopper' })),
    approved: isApproved,
  };
  const { results } = succeeded(await mutate(w.gatehouse, InviteDevelopersDocument, input, { token: w.admins[admin]?.token }));
  const isVerified = (email: string) => (at(m, email)?.verified ?? null) !== null;
  expectOutcomes(
    results,
    emails.map((email) => (isVerified(email) ? 'Conflict' : null)),
  );
  for (const { email, invitation: made } of results) {
    if (!made) continue;
    const invitation: Invitation = {
      id: made.id,
      email,
      admin,
      isApproved,
      state: 'OPEN',
      expiresAt: m.now + LIFETIMES.invitation,
      mailedAt: m.now,
      secret: null,
    };
    m.invitations.push(invitation);
    note(m, 'invitation.created', null);
    addJob(m, 'sendInvitationEmail', { invitation });
  }
}

/** The mail proves the address. The link works as long as it lives, and changes something the first time only. */
export async function acceptInvitation(m: Model, w: World, invitation: Invitation): Promise<void> {
  const result = await mutate(w.gatehouse, AcceptInvitationDocument, { token: invitation.secret ?? '' });
  if (!isOpen(m, invitation)) {
    const kept = m.links.find(
      (link) => link.purpose === 'ACCEPT_INVITATION' && link.secret === invitation.secret && works(m, link),
    );
    if (!kept) return expectAnswer(result, 'InvalidToken');
    if (kept.person.status !== 'PENDING') kept.person.isStatusTold = true;
    return givePasswordToken(m, kept.person, succeeded(result).passwordToken);
  }
  const { email } = invitation;
  if (isReserved(m, email)) return expectAnswer(result, 'InvalidToken');
  const { status, passwordToken } = succeeded(result);
  expect(status).toBe('PENDING');
  clear(m, email);
  const person = newPerson(m, email);
  person.verified = ++m.verifiedSoFar;
  takeInvitations(m, person, true);
  note(m, 'developer.verified', person);
  addJob(m, 'evaluateApproval', { person });
  givePasswordToken(m, person, passwordToken);
}

export async function revokeInvitation(m: Model, w: World, invitation: Invitation): Promise<void> {
  const { results } = succeeded(await mutate(w.gatehouse, RevokeInvitationsDocument, { ids: [invitation.id] }, owner(w)));
  expectOutcomes(results, [refusal(m, invitation)]);
  if (!isOpen(m, invitation)) return;
  invitation.state = 'REVOKED';
  note(m, 'invitation.revoked', null);
}

export async function resendInvitation(m: Model, w: World, invitation: Invitation): Promise<void> {
  const { results } = succeeded(await mutate(w.gatehouse, ResendInvitationsDocument, { ids: [invitation.id] }, owner(w)));
  const isTooSoon = invitation.mailedAt > m.now - LIFETIMES.resendPause;
  expectOutcomes(results, [refusal(m, invitation) ?? (isTooSoon ? 'TooManyAttempts' : null)]);
  if (!isOpen(m, invitation) || isTooSoon) return;
  invitation.mailedAt = m.now;
  note(m, 'invitation.resent', null);
  addJob(m, 'sendInvitationEmail', { invitation });
}

function refusal(m: Model, invitation: Invitation): string | null {
  if (invitation.state === 'FORGOTTEN') return 'NotFound';
  return isOpen(m, invitation) ? null : 'InvitationEnded';
}
