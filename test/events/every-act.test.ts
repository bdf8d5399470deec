import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { type EventType, eventTypes } from '../../domain/events/types.ts';
import { schema } from '../../schema/index.ts';
import { importsOf } from '../kit/source-files.ts';

/** Strangers cause these about any address. An event would tell whether it is registered. */
const OF_STRANGERS = 'asked by strangers about an email address';

/** The event that each mutation writes, or the reason why it writes none. */
const EVENTS: Record<string, EventType | { none: string }> = {
  signUp: { none: OF_STRANGERS },
  resendVerification: { none: OF_STRANGERS },
  requestPasswordReset: { none: OF_STRANGERS },
  requestRegistrationLink: { none: OF_STRANGERS },
  adminRequestPasswordReset: { none: OF_STRANGERS },
  startSsoLink: { none: 'leads to a provider; the account is linked when the person comes back' },

  verifyEmail: 'developer.verified',
  verifyEmailCode: 'developer.verified',
  acceptInvitation: 'invitation.used',
  setPassword: 'password.set',
  logIn: 'session.opened',
  logInWithSso: 'session.opened',
  startPasskeyLogIn: { none: 'writes nothing' },
  logInWithPasskey: 'session.opened',
  logOut: 'session.closed',
  resetPassword: 'password.reset',
  changePassword: 'password.changed',
  confirmSecondFactor: 'session.opened',
  requestSecondFactor: { none: 'mails a link, and changes nothing before it is used' },
  startTotp: { none: 'changes nothing before addTotp' },
  addTotp: 'second-factor.added',
  startPasskey: { none: 'nothing is set up yet' },
  addPasskey: 'second-factor.added',
  startConfirm: { none: 'begins a proof' },
  removeSecondFactor: 'second-factor.removed',
  renewRecoveryCodes: 'recovery-codes.renewed',
  openRegistration: 'developer.registration-opened',
  correctRegistration: 'developer.profile-changed',
  withdrawRegistration: 'developer.deleted',
  exportMyData: 'developer.data-exported',
  updateProfile: 'developer.profile-changed',
  acceptTerms: 'terms.accepted',
  requestEmailChange: 'developer.email-change-requested',
  confirmEmailChange: 'developer.email-changed',
  undoDecisions: 'developer.decision-undone',
  undoEmailChange: 'developer.email-change-undone',
  revokeSession: 'session.revoked',
  revokeOtherSessions: 'session.revoked',
  deleteAccount: 'developer.deleted',
  keepAccount: 'developer.deletion-cancelled',
  keepAccountByLink: 'developer.deletion-cancelled',
  endLink: 'link.ended',
  confirmSso: 'identity.linked',
  unlinkSsoIdentity: 'identity.unlinked',
  unlinkSsoIdentityByLink: 'identity.unlinked',

  claimRequests: 'request.claimed',
  releaseRequests: 'request.released',
  approveAll: 'bulk-decision.started',
  approveDevelopers: 'developer.approved',
  rejectAll: 'bulk-decision.started',
  rejectDevelopers: 'developer.rejected',
  decideFromMail: 'developer.approved',
  revokeDevelopers: 'developer.revoked',
  reinstateDevelopers: 'developer.reinstated',
  deleteDevelopers: 'developer.deleted',
  clearMailState: 'mail-state.cleared',
  endSessions: 'session.revoked',
  endSession: 'session.revoked',
  resetSecondFactor: 'second-factor.reset',
  askDevelopers: 'developer.question-asked',
  answerQuestion: 'developer.question-answered',
  addNote: 'developer.note-added',
  inviteDevelopers: 'invitation.created',
  createDeveloper: 'invitation.created',
  createInvitationLink: 'invitation.created',
  resendInvitations: 'invitation.resent',
  revokeInvitations: 'invitation.revoked',
  setAnswers: 'developer.answers-changed',
  removeSsoIdentity: 'identity.unlinked',
  retryJobs: 'job.retried',

  createPortal: 'portal.created',
  updatePortal: 'portal.updated',
  setReasonTemplates: 'portal.reason-templates-changed',
  uploadPicture: 'portal.picture-uploaded',
  checkSenderDomain: 'portal.sender-proved',
  replaceSenderKey: 'portal.sender-key-replaced',
  setMailTemplate: 'portal.mail-template-changed',
  resetMailTemplate: 'portal.mail-template-reset',
  sendTestMail: { none: 'sends an email, and changes nothing' },
  setSignUpFields: 'portal.sign-up-fields-changed',
  setApprovalRules: 'portal.approval-rules-changed',
  createSsoConnection: 'connection.created',
  updateSsoConnection: 'connection.updated',
  deleteSsoConnection: 'connection.deleted',
  testSsoConnection: 'connection.tested',

  adminLogIn: 'session.opened',
  adminStartPasskeyLogIn: { none: 'writes nothing' },
  adminLogInWithPasskey: 'session.opened',
  adminConfirmSecondFactor: 'session.opened',
  adminRequestSecondFactor: { none: 'emails a link; setting up a factor with it has an event' },
  adminStartTotp: { none: 'nothing is set up yet' },
  adminAddTotp: 'second-factor.added',
  adminStartPasskey: { none: 'nothing is set up yet' },
  adminAddPasskey: 'second-factor.added',
  adminRemoveSecondFactor: 'second-factor.removed',
  adminRenewRecoveryCodes: 'recovery-codes.renewed',
  resetAdminSecondFactor: 'second-factor.reset',
  adminConfirmSso: 'identity.linked',
  adminUnlinkSsoIdentity: 'identity.unlinked',
  adminLogOut: 'session.closed',
  adminChangePassword: 'password.changed',
  adminStartConfirm: { none: 'opens a step that counts for 5 minutes; its end is the event' },
  adminConfirm: 'session.confirmed',
  updateInstallation: 'installation.updated',
  adminResetPassword: 'password.reset',
  adminUpdateNotifications: 'admin.notifications-changed',
  adminUpdateProfile: 'admin.profile-changed',
  adminRevokeSession: 'session.revoked',
  adminRevokeOtherSessions: 'session.revoked',
  inviteAdmin: 'admin-invitation.created',
  acceptAdminInvitation: 'admin-invitation.accepted',
  revokeAdminInvitation: 'admin-invitation.revoked',
  createApiToken: 'api-token.created',
  revokeApiToken: 'api-token.revoked',
  updateAdmin: 'admin.role-changed',
  removeAdmin: 'admin.removed',
};

/** These acts share a file. */
const DECIDE = /^(approve|reject|revoke|reinstate)Developers$/;
const DECIDE_ALL = /^(approve|reject)All$/;
const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const files = (await readdir('domain', { recursive: true })).map((file) => `domain/${file}`);

/** The code of a file and of all files of `domain/` that it imports. */
async function reachedFrom(file: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(file)) return '';
  seen.add(file);
  const imports = await importsOf(file);
  const own = imports.filter(({ name, isType }) => name.startsWith('.') && !isType && !name.includes('/events/types'));
  const paths = own.map(({ name }) => posix.join(posix.dirname(file), name)).filter((path) => path.startsWith('domain/'));
  const texts = await Promise.all(paths.map((path) => reachedFrom(path, seen)));
  return [await readFile(file, 'utf8'), ...texts].join('\n');
}

test('each mutation has its event, or a reason for none', () => {
  expect(Object.keys(EVENTS).toSorted()).toEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}).toSorted());
});

const withEvent = Object.entries(EVENTS).flatMap(([act, event]) => (typeof event === 'string' ? [{ act, event }] : []));

test.each(withEvent)('$act writes $event', async ({ act, event }) => {
  const name = DECIDE.test(act) ? 'decide' : kebab(DECIDE_ALL.test(act) ? 'decideAll' : act);
  const [file = ''] = files.filter((path) => path.endsWith(`/${name}.ts`));
  expect(await reachedFrom(file)).toContain(`'${event}'`);
});

/** A proof by passkey can be that of a copy, which is an event. The other one asks a provider. */
const REACH_ANOTHER = ['startSsoLink', 'adminStartTotp', 'adminStartPasskey', 'startTotp', 'startPasskey'];

test('an act without an event reaches none', async () => {
  for (const [act, event] of Object.entries(EVENTS)) {
    if (typeof event === 'string' || REACH_ANOTHER.includes(act)) continue;
    const [file = ''] = files.filter((path) => path.endsWith(`/${kebab(act)}.ts`));
    const text = await reachedFrom(file);
    expect(Object.keys(eventTypes).filter((type) => text.includes(`'${type}'`))).toEqual([]);
  }
});
