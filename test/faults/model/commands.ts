import { NEW_PASSWORD, PASSWORD } from '../../kit/people.ts';
import * as account from './acts/account.ts';
import type { Solution } from './acts/bot-check.ts';
import * as desk from './acts/desk.ts';
import * as portal from './acts/portal.ts';
import * as registering from './acts/registering.ts';
import * as sessions from './acts/sessions.ts';
import * as worker from './acts/worker.ts';
import { STEPS, UNDO_WINDOW } from './clock.ts';
import type { Pick } from './pick.ts';
import { isLive, isRequest, living } from './rules/basics.ts';
import type { Verb } from './rules/decisions.ts';
import type { Decision, Invitation, Link, Model, Person, Purpose, Session } from './state.ts';
import type { World } from './world.ts';

/** `weight` is how often it is drawn, in relation to the others. `can` says whether there is anything to do it with. */
export type Act = {
  weight: number;
  can: (m: Model) => boolean;
  run: (m: Model, w: World, pick: Pick) => Promise<unknown>;
};

const ADDRESSES = ['ada@one.test', 'bob@one.test', 'cyd@two.test', 'dan@two.test', 'eve@three.test', 'fay@three.test'];
const PASSWORDS = [PASSWORD, NEW_PASSWORD, 'two quiet rivers bent west'];

const always = () => true;
/** With an id: those who are gone as well, because an admin may have them on the screen still. */
const seen = (m: Model): Person[] => m.people.filter(({ id }) => id !== null);
const requests = (m: Model): Person[] => living(m).filter(isRequest);
const mailed = (m: Model, purpose: Purpose): Link[] =>
  m.links.filter((link) => link.purpose === purpose && link.secret !== null);
const decisions = (m: Model): Decision[] => m.people.flatMap((person) => person.decisions).filter(({ id }) => id !== null);
const mailedInvitations = (m: Model): Invitation[] => m.invitations.filter(({ secret }) => secret !== null);
/** Ten wrong passwords of one session would be refused for another reason. */
const guessable = (m: Model): Session[] => m.sessions.filter(({ wrongPasswords }) => wrongPasswords < 8);
const live = (m: Model): Session[] => guessable(m).filter((session) => isLive(m, session));
/** Mostly one that works, because a session that has ended answers the same to everything. */
const session = (m: Model, pick: Pick): Session => pick.of(pick.oneIn(6) || live(m).length === 0 ? guessable(m) : live(m));
const some = (m: Model, pick: Pick): Person[] => pick.some(seen(m), 3);
const admin = (pick: Pick): number => pick.upTo(1);

const onLink = (
  purpose: Purpose,
  act: (m: Model, w: World, link: Link, pick: Pick) => Promise<unknown>,
  weight: number,
): Act => ({
  weight,
  can: (m) => mailed(m, purpose).length > 0,
  // Mostly the last ones: the others are dead by and by.
  run: (m, w, pick) => act(m, w, pick.of(mailed(m, purpose).slice(pick.oneIn(3) ? 0 : -2)), pick),
});

const withSession = (weight: number, act: (m: Model, w: World, session: Session, pick: Pick) => Promise<unknown>): Act => ({
  weight,
  can: (m) => guessable(m).length > 0,
  run: (m, w, pick) => act(m, w, session(m, pick), pick),
});

const aboutPeople = (weight: number, act: (m: Model, w: World, pick: Pick) => Promise<unknown>): Act => ({
  weight,
  can: (m) => seen(m).length > 0,
  run: act,
});

const decision = (verb: Verb, weight: number): Act =>
  aboutPeople(weight, (m, w, pick) => desk.decideAbout(m, w, admin(pick), verb, some(m, pick)));

const byAddress = (weight: number, act: (m: Model, w: World, email: string, solution: Solution) => Promise<unknown>): Act => ({
  weight,
  can: always,
  run: (m, w, pick) => act(m, w, pick.of(ADDRESSES), pick.of(['NEW', 'NEW', 'NEW', 'USED', 'NONE'] as const)),
});

const inAll = (act: 'approve' | 'reject'): Act => ({
  weight: 1,
  can: (m) => requests(m).length > 0,
  run: (m, w, pick) => desk.decideAll(m, w, admin(pick), act, pick.oneIn(4) ? 1 : 0),
});

const onInvitation = (
  act: (m: Model, w: World, invitation: Invitation) => Promise<unknown>,
  weight: number,
  all = true,
): Act => ({
  weight,
  can: (m) => (all ? m.invitations : mailedInvitations(m)).length > 0,
  run: (m, w, pick) => act(m, w, pick.of(all ? m.invitations : mailedInvitations(m))),
});

/** A person who chooses a password before the evaluation waits up to 2 s for it, so that is left to other tests. */
const choosable = (m: Model): Link[] =>
  mailed(m, 'SET_PASSWORD').filter(({ person }) => person.isEvaluated || person.isGone || person.status !== 'PENDING');

const byHand = (act: Act['run'], weight: number): Act => ({
  weight,
  can: (m) => !m.isWorkerRunning && m.jobs.some(({ dueAt }) => dueAt <= m.now),
  run: act,
});

const queue = (pick: Pick) => pick.of(['APPROVALS', 'MAILS'] as const);

export const ACTS = {
  signUp: byAddress(5, registering.signUp),
  resendVerification: byAddress(2, registering.resendVerification),
  requestPasswordReset: byAddress(3, registering.requestPasswordReset),
  requestRegistrationLink: byAddress(3, registering.requestRegistrationLink),
  logInWrongly: {
    weight: 2,
    can: always,
    run: async (m, w, pick) => {
      const email = pick.of(ADDRESSES);
      // The tenth is refused, as test/throttles/ says.
      if ((m.wrongPasswords.get(email) ?? 0) < 8) await sessions.logInWrongly(m, w, email);
    },
  },
  logIn: {
    weight: 6,
    can: (m) => sessions.withPassword(m).length > 0,
    run: (m, w, pick) =>
      sessions.logIn(m, w, pick.of(sessions.withPassword(m)), pick.oneIn(4) ? (m.sessions.at(-1) ?? null) : null),
  },
  verifyEmail: onLink('VERIFY_EMAIL', registering.verifyEmail, 6),
  setPassword: {
    weight: 5,
    can: (m) => choosable(m).length > 0,
    run: (m, w, pick) => registering.setPassword(m, w, pick.of(choosable(m)), pick.of(PASSWORDS)),
  },
  resetPassword: onLink('RESET_PASSWORD', (m, w, link, pick) => registering.resetPassword(m, w, link, pick.of(PASSWORDS)), 6),
  openRegistration: onLink('OPEN_REGISTRATION', registering.openRegistration, 8),
  logOut: withSession(2, (m, w, one, pick) => sessions.logOut(m, w, one, pick.oneIn(3))),
  revokeSession: withSession(2, (m, w, one, pick) => sessions.revokeSession(m, w, one, pick.of(m.sessions))),
  revokeOtherSessions: withSession(1, sessions.revokeOtherSessions),
  changePassword: withSession(3, (m, w, one, pick) => sessions.changePassword(m, w, one, !pick.oneIn(3), pick.of(PASSWORDS))),
  updateProfile: withSession(2, (m, w, one, pick) => account.updateProfile(m, w, one, pick.of(['Ada Byron', 'Countess Ada']))),
  requestEmailChange: withSession(5, (m, w, one, pick) =>
    account.requestEmailChange(m, w, one, pick.of(ADDRESSES), !pick.oneIn(5)),
  ),
  confirmEmailChange: onLink('CONFIRM_EMAIL_CHANGE', account.confirmEmailChange, 10),
  undoEmailChange: onLink('UNDO_EMAIL_CHANGE', account.undoEmailChange, 10),
  deleteAccount: withSession(1, (m, w, one, pick) =>
    account.deleteAccount(m, w, one, pick.of(['RIGHT', 'WRONG_ADDRESS', 'WRONG_PASSWORD'] as const)),
  ),
  approveDevelopers: decision('approve', 6),
  rejectDevelopers: decision('reject', 3),
  revokeDevelopers: decision('revoke', 3),
  reinstateDevelopers: decision('reinstate', 4),
  undoDecisions: {
    weight: 5,
    can: (m) => decisions(m).length > 0,
    run: (m, w, pick) => desk.undoDecision(m, w, admin(pick), pick.of(decisions(m).slice(pick.oneIn(3) ? 0 : -2))),
  },
  deleteDevelopers: aboutPeople(1, (m, w, pick) => desk.deleteDevelopers(m, w, admin(pick), pick.some(seen(m), 2))),
  askDevelopers: aboutPeople(3, (m, w, pick) => desk.ask(m, w, admin(pick), some(m, pick))),
  answerQuestion: onLink('ANSWER_QUESTION', desk.answerQuestion, 8),
  addNote: aboutPeople(1, (m, w, pick) => desk.addNote(m, w, admin(pick), pick.of(seen(m)))),
  setAnswers: aboutPeople(1, (m, w, pick) => desk.setAnswers(m, w, admin(pick), pick.of(seen(m)))),
  endSessions: aboutPeople(1, (m, w, pick) => desk.endSessionsOf(m, w, admin(pick), pick.some(seen(m), 2))),
  claimRequests: aboutPeople(2, (m, w, pick) => desk.claimThese(m, w, admin(pick), some(m, pick))),
  claimOldestRequests: { weight: 2, can: always, run: (m, w, pick) => desk.claimOldest(m, w, admin(pick), 1 + pick.upTo(2)) },
  releaseRequests: aboutPeople(2, (m, w, pick) => desk.release(m, w, admin(pick), some(m, pick))),
  approveAll: inAll('approve'),
  rejectAll: inAll('reject'),
  setApprovalRules: {
    weight: 2,
    can: always,
    run: (m, w, pick) => {
      const rule = { domain: pick.of(['one.test', 'two.test']), then: pick.of(['APPROVE', 'QUEUE', 'REFUSE'] as const) };
      return portal.setApprovalRules(m, w, pick.oneIn(3) ? [] : [rule], pick.oneIn(2));
    },
  },
  updateAutoApprove: {
    weight: 1,
    can: always,
    run: (m, w, pick) => portal.updatePortal(m, w, { autoApprove: pick.oneIn(2), applyToPending: pick.oneIn(3) }),
  },
  updateRegistrationOpen: {
    weight: 1,
    can: always,
    run: (m, w, pick) => portal.updatePortal(m, w, { registrationOpen: !pick.oneIn(3) }),
  },
  updateBotCheck: {
    weight: 2,
    can: always,
    run: (m, w, pick) => portal.updatePortal(m, w, { isBotCheckOn: pick.oneIn(2) }),
  },
  updateUndoWindow: {
    weight: 2,
    can: always,
    run: (m, w, pick) => portal.updatePortal(m, w, { undoWindow: pick.of([0, UNDO_WINDOW, UNDO_WINDOW]) }),
  },
  inviteDevelopers: {
    weight: 3,
    can: always,
    run: (m, w, pick) => portal.invite(m, w, admin(pick), pick.some(ADDRESSES, 2), pick.oneIn(2)),
  },
  acceptInvitation: onInvitation(portal.acceptInvitation, 4, false),
  revokeInvitations: onInvitation(portal.revokeInvitation, 1),
  resendInvitations: onInvitation(portal.resendInvitation, 1),
  timePasses: {
    weight: 4,
    can: (m) => !m.isWorkerRunning,
    run: (m, w, pick) => worker.timePasses(m, w, pick.of(STEPS)),
  },
  workerDoesSome: byHand(async (m, w, pick) => {
    for (let left = 1 + pick.upTo(2); left > 0; left--) await worker.workOnce(m, w, queue(pick));
  }, 6),
  workerDoesAll: byHand(worker.drain, 24),
  workerIsKilledBeforeAJob: byHand((m, w, pick) => worker.workOnce(m, w, queue(pick), 'KILLED_BEFORE'), 3),
  workerIsKilledAfterAJob: byHand((m, w, pick) => worker.workOnce(m, w, queue(pick), 'KILLED_AFTER'), 3),
  mailServerRefuses: byHand((m, w) => worker.workOnce(m, w, 'MAILS', 'MAIL_REFUSED'), 2),
  sweepRuns: { weight: 2, can: (m) => !m.isWorkerRunning, run: worker.sweep },
  workerStarts: { weight: 4, can: (m) => !m.isWorkerRunning, run: worker.startWorker },
  workerStops: { weight: 2, can: (m) => m.isWorkerRunning, run: worker.stopWorker },
} satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;
