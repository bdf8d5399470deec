import { claimDueJobs } from '../../../domain/jobs/claim-jobs.ts';
import type { Queue } from '../../../domain/jobs/jobs.ts';
import { tidyUnverified } from '../../../worker/purge.ts';
import { runJob } from '../../../worker/run-job.ts';
import { RequestPasswordResetDocument, ResendVerificationDocument } from '../../generated/operations.ts';
import { type Decision, decide, deleteDevelopers, endSessions, undoDecisions } from '../../kit/admins.ts';
import { acceptInvitation } from '../../kit/invitations.ts';
import { endLink } from '../../kit/links.ts';
import { mutate } from '../../kit/mutate.ts';
import {
  changePassword,
  confirmEmailChange,
  deleteAccount,
  keepAccount,
  keepAccountByLink,
  requestEmailChange,
  revokeOtherSessions,
  undoEmailChange,
  updateProfile,
} from '../../kit/own-account.ts';
import { logIn, logOut, PASSWORD, resetPassword, setPassword, signUp, verifyEmail } from '../../kit/people.ts';
import { answerQuestion, askDevelopers } from '../../kit/questions.ts';
import { claimRequests } from '../../kit/requests.ts';
import { isWhole } from '../extent.ts';
import type { Stage, State, Subject } from './subjects.ts';

type Run = (stage: Stage, subject: Subject) => Promise<unknown>;

/** Each side chooses another password, so that it can be seen whose counts. */
export const newPasswordOf = ({ admin }: Pick<Stage, 'admin'>): string => `nine green kites ${admin.slice(0, 12)}`;

const decision =
  (verb: Decision): Run =>
  ({ site, admin }, { id }) =>
    decide(site, verb, [id], admin);

/** What a worker does after a ring: takes one job and runs it. */
const job =
  (queue: Queue): Run =>
  async ({ worker }) => {
    const [claim] = await claimDueJobs(worker.app, queue, 1);
    if (!claim) return 'nothing to do';
    await runJob(worker, claim);
    return claim.name;
  };

const link = ({ links }: Subject, name: string): string => links[name] ?? '';

const checked = (subject: Subject) => ({ portal: 'demo', email: subject.email, botCheck: link(subject, 'solution') });

export const acts = {
  approve: decision('approve'),
  reject: decision('reject'),
  revoke: decision('revoke'),
  reinstate: decision('reinstate'),
  undo: async ({ site, admin }, { id }) => {
    const [latest] = await site.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [id]);
    return await undoDecisions(site, [latest?.id ?? id], admin);
  },
  delete: ({ site, admin }, { id }) => deleteDevelopers(site, [id], admin),
  ask: ({ site, admin }, { id }) => askDevelopers(site, [id], 'Who invited you?', admin),
  claim: ({ site, admin }, { id }) => claimRequests(site, { ids: [id] }, admin),
  'end sessions': ({ site, admin }, { id }) => endSessions(site, [id], admin),
  rule: job('APPROVALS'),
  'delete due': job('APPROVALS'),
  mail: job('MAILS'),
  tidy: async ({ worker }) => await tidyUnverified(worker),
  'verify email': ({ site }, subject) => verifyEmail(site, link(subject, 'verify')),
  'accept invitation': ({ site }, subject) => acceptInvitation(site, link(subject, 'accept')),
  'end link': ({ site }, subject) => endLink(site, link(subject, 'verify')),
  'set password': (stage, subject) => setPassword(stage.site, link(subject, 'password'), newPasswordOf(stage)),
  'reset password': (stage, subject) => resetPassword(stage.site, link(subject, 'reset'), newPasswordOf(stage)),
  'change password': (stage, { session }) =>
    changePassword(stage.site, { token: session }, { newPassword: newPasswordOf(stage) }),
  answer: ({ site }, subject) => answerQuestion(site, link(subject, 'answer'), { text: 'From Analytical Engines.' }),
  'log in': ({ site }, { email }) => logIn(site, email, PASSWORD),
  'log out': ({ site }, { session }) => logOut(site, { token: session }),
  'end other sessions': ({ site }, { session }) => revokeOtherSessions(site, { token: session }),
  'update profile': ({ site }, { session }) => updateProfile(site, { token: session }, 'Ada King'),
  'ask to move': ({ site }, { session }) => requestEmailChange(site, { token: session }, 'ada.third@pairs.test'),
  'confirm move': ({ site }, subject) => confirmEmailChange(site, link(subject, 'confirm')),
  'undo move': ({ site }, subject) => undoEmailChange(site, link(subject, 'undo')),
  'delete account': ({ site }, { session, email }) => deleteAccount(site, { token: session }, { email }),
  'keep account': ({ site }, { session }) => keepAccount(site, { token: session }),
  'keep by link': ({ site }, subject) => keepAccountByLink(site, link(subject, 'keep')),
  // All with the same solution of a challenge, which is good for one act.
  'checked sign-up': ({ site }, subject) => signUp(site, subject.email, { botCheck: link(subject, 'solution') }),
  'checked reset': ({ site }, subject) => mutate(site, RequestPasswordResetDocument, checked(subject)),
  'checked resend': ({ site }, subject) => mutate(site, ResendVerificationDocument, checked(subject)),
} satisfies Record<string, Run>;

export type ActName = keyof typeof acts;

/**
 * Acts of two parts that are committed one after the other on purpose, by the statement that ends the first: another act may come in
 * between. A worker first decides what a stranger is mailed, and then sends it. A worker that has taken the job of a deletion finds the account
 * kept, and ends the job; before, the job itself would have been removed.
 */
export const firstPart: Partial<Record<ActName, RegExp>> = {
  mail: /SELECT id, portal_id, created_at FROM jobs WHERE id = .* FOR UPDATE/,
  'delete due': /SET status = 'RUNNING'/,
};

/** The next challenge, which is of another moment and another difficulty. What stays says whether the solution was used. */
const CHALLENGE = /"botChallenge":\{"challenge":"(\\.|[^"\\])*"[^{}]*\}/;

/**
 * What an answer shows of the person besides the result, which is read before or after what the act changes. Only decisions promise to
 * show the person as they left it.
 */
export const shownBesides: Partial<Record<ActName, RegExp>> = {
  'log in': /"developer":\{[^{}]*\}/,
  'end sessions': /"developer":\{[^{}]*\}/,
  'checked sign-up': CHALLENGE,
  'checked reset': CHALLENGE,
  'checked resend': CHALLENGE,
};

/** Which acts can do something to a person in each state. */
const possible: Record<State, ActName[]> = {
  unverified: ['verify email', 'accept invitation', 'end link', 'confirm move', 'delete', 'mail', 'tidy'],
  abandoned: ['tidy', 'accept invitation', 'mail', 'delete'],
  unevaluated: ['rule', 'set password', 'approve', 'reject', 'delete', 'ask', 'claim', 'verify email'],
  pending: ['approve', 'reject', 'delete', 'ask', 'claim', 'answer', 'set password', 'reset password', 'verify email'],
  approved: [
    'revoke',
    'delete',
    'delete account',
    'log in',
    'log out',
    'end sessions',
    'end other sessions',
    'reset password',
    'change password',
    'update profile',
    'ask to move',
    'confirm move',
  ],
  untold: ['mail', 'undo', 'revoke', 'delete', 'log in', 'reset password'],
  revoked: ['reinstate', 'delete', 'log in'],
  moved: ['undo move', 'confirm move', 'revoke', 'delete account', 'log in', 'reset password'],
  guarded: ['checked sign-up', 'checked reset', 'checked resend', 'verify email', 'delete'],
  leaving: ['delete due', 'keep account', 'keep by link', 'delete account', 'delete', 'revoke', 'log in', 'reset password'],
};

export type Pair = { state: State; one: ActName; other: ActName };

/** Whoever chooses a password waits up to 2 s for the rule, and all that time for each order. With the other acts it is tried in `pending`. */
const isTooSlow = ({ state, one, other }: Pair): boolean =>
  state === 'unevaluated' && one !== 'rule' && [one, other].includes('set password');

const allPairs = (Object.keys(possible) as State[]).flatMap((state) =>
  possible[state]
    .flatMap((one, at) => possible[state].slice(at).map((other): Pair => ({ state, one, other })))
    .filter((pair) => !isTooSlow(pair)),
);

/** For the short run: a pair of each kind. */
const SHORT = [
  'unverified: verify email, accept invitation',
  'abandoned: accept invitation, mail',
  'unevaluated: rule, reject',
  'pending: approve, reject',
  'pending: approve, delete',
  'pending: delete, claim',
  'approved: delete, log in',
  'approved: delete, end other sessions',
  'approved: log in, change password',
  'approved: delete account, confirm move',
  'untold: mail, undo',
  'untold: mail, revoke',
  'moved: undo move, confirm move',
];

/** @param states leave out for all; `PAIR=approve,undo` and `STATE=pending` choose, too */
export function chosenPairs(...states: State[]): Pair[] {
  const { PAIR, STATE } = process.env;
  return allPairs.filter(
    ({ state, one, other }) =>
      (states.length === 0 || states.includes(state)) &&
      (!STATE || STATE === state) &&
      (!PAIR || PAIR === `${one},${other}`) &&
      (PAIR || STATE || isWhole || SHORT.includes(`${state}: ${one}, ${other}`)),
  );
}
