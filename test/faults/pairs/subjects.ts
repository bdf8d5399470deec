import { pino } from 'pino';
import { readConfig } from '../../../config.ts';
import { type Environment, openEnvironment } from '../../../worker/environment.ts';
import { openMailer } from '../../../worker/mailer.ts';
import { addAdmin, decide, openDemoPortal, updatePortal } from '../../kit/admins.ts';
import { solutionFor } from '../../kit/bot-check.ts';
import { letDaysPass, whoDeleted } from '../../kit/deletion.ts';
import { postGraphql } from '../../kit/graphql.ts';
import type { Installation } from '../../kit/installation.ts';
import { invited } from '../../kit/invitations.ts';
import { succeed } from '../../kit/mutate.ts';
import { confirmEmailChange, requestEmailChange } from '../../kit/own-account.ts';
import {
  approvedPerson,
  bearer,
  developerId,
  loggedInPerson,
  mailedToken,
  registeredPerson,
  requestPasswordReset,
  resendVerification,
  signUp,
  verifiedPerson,
  verifyEmail,
} from '../../kit/people.ts';
import { askDevelopers } from '../../kit/questions.ts';
import type { Side } from './act.ts';
import { SIDE_HEADER } from './gate.ts';

const SILENT = pino({ level: 'silent' });

/** What an act needs that belongs to its side: a server and a worker of its own, and another admin. */
export type Stage = { site: Installation; admin: string; worker: Environment };

/** The person whom both acts are about, and the links that this person was mailed. */
export type Subject = { id: string; email: string; links: Record<string, string>; session: string };

const EMAIL = 'ada@pairs.test';
const MOVED = 'ada.moved@pairs.test';

export type State =
  | 'unverified'
  | 'abandoned'
  | 'unevaluated'
  | 'pending'
  | 'approved'
  | 'untold'
  | 'revoked'
  | 'moved'
  | 'guarded'
  | 'leaving';

type Walk = (gatehouse: Installation, admin: string) => Promise<Partial<Subject>>;

const links = (token: Record<string, string>) => ({ links: token });

/** A person in each state, with all that can be under way then. */
const walks: Record<State, Walk> = {
  unverified: async (gatehouse, admin) => {
    const other = await loggedInPerson(gatehouse, 'eve@pairs.test', admin);
    await succeed(requestEmailChange(gatehouse, other, EMAIL));
    const confirm = await mailedToken(gatehouse, EMAIL);
    const accept = (await invited(gatehouse, EMAIL, admin)).token;
    await succeed(signUp(gatehouse, EMAIL));
    const verify = await mailedToken(gatehouse, EMAIL);
    // A worker still has to answer this.
    await succeed(resendVerification(gatehouse, EMAIL));
    return { id: await developerId(gatehouse, EMAIL), ...links({ verify, accept, confirm }) };
  },
  /** Its links have expired, and it is old enough to be removed. */
  abandoned: async (gatehouse, admin) => {
    const accept = (await invited(gatehouse, EMAIL, admin)).token;
    await succeed(signUp(gatehouse, EMAIL));
    await mailedToken(gatehouse, EMAIL);
    const id = await developerId(gatehouse, EMAIL);
    await gatehouse.sql("UPDATE developers SET asked_at = now() - interval '20 days' WHERE id = $1", [id]);
    await gatehouse.sql("UPDATE tokens SET expires_at = now() - interval '2 days' WHERE purpose = 'VERIFY_EMAIL'");
    await succeed(resendVerification(gatehouse, EMAIL));
    return { id, ...links({ accept }) };
  },
  /** The rule has not been applied yet. */
  unevaluated: async (gatehouse, admin) => {
    await succeed(signUp(gatehouse, EMAIL));
    const verify = await mailedToken(gatehouse, EMAIL);
    await succeed(updatePortal(gatehouse, { autoApprove: true }, admin));
    const { passwordToken } = await succeed(verifyEmail(gatehouse, verify), 'passwordToken');
    return { id: await developerId(gatehouse, EMAIL), ...links({ verify, password: passwordToken }) };
  },
  pending: async (gatehouse, admin) => {
    const { id, passwordToken, verificationToken } = await verifiedPerson(gatehouse, EMAIL);
    await succeed(requestPasswordReset(gatehouse, EMAIL));
    const reset = await mailedToken(gatehouse, EMAIL);
    await succeed(askDevelopers(gatehouse, [id], 'Which company are you from?', admin));
    const answer = await mailedToken(gatehouse, EMAIL);
    return { id, ...links({ verify: verificationToken, password: passwordToken, reset, answer }) };
  },
  approved: async (gatehouse, admin) => {
    const { id, token } = await loggedInPerson(gatehouse, EMAIL, admin);
    await succeed(requestEmailChange(gatehouse, { token }, MOVED));
    const confirm = await mailedToken(gatehouse, MOVED);
    await succeed(requestPasswordReset(gatehouse, EMAIL));
    return { id, session: token, ...links({ confirm, reset: await mailedToken(gatehouse, EMAIL) }) };
  },
  /** Approved a moment ago. The email that says so is due, and as long as it was not sent the decision can be undone. */
  untold: async (gatehouse, admin) => {
    const { id } = await registeredPerson(gatehouse, EMAIL);
    await succeed(requestPasswordReset(gatehouse, EMAIL));
    const reset = await mailedToken(gatehouse, EMAIL);
    await succeed(decide(gatehouse, 'approve', [id], admin));
    await gatehouse.sql("UPDATE jobs SET due_at = now() - interval '1 minute' WHERE status = 'QUEUED'");
    return { id, ...links({ reset }) };
  },
  revoked: async (gatehouse, admin) => {
    const { id } = await approvedPerson(gatehouse, EMAIL, admin);
    await succeed(decide(gatehouse, 'revoke', [id], admin));
    await tellAll(gatehouse);
    return { id };
  },
  /** Moved to another address; the old one can still take it back. */
  moved: async (gatehouse, admin) => {
    const { id, token } = await loggedInPerson(gatehouse, EMAIL, admin);
    await succeed(requestEmailChange(gatehouse, { token }, MOVED));
    await succeed(confirmEmailChange(gatehouse, await mailedToken(gatehouse, MOVED)));
    const undo = await mailedToken(gatehouse, EMAIL);
    const session = await bearer(gatehouse, MOVED);
    await succeed(requestEmailChange(gatehouse, { token: session }, 'ada.again@pairs.test'));
    const confirm = await mailedToken(gatehouse, 'ada.again@pairs.test');
    await succeed(requestPasswordReset(gatehouse, MOVED));
    return { id, email: MOVED, session, ...links({ undo, confirm, reset: await mailedToken(gatehouse, MOVED) }) };
  },
  /** Not verified, at a portal that asks everybody for a bot check. */
  guarded: async (gatehouse, admin) => {
    await succeed(signUp(gatehouse, EMAIL));
    const verify = await mailedToken(gatehouse, EMAIL);
    await succeed(updatePortal(gatehouse, { botCheck: 'ALWAYS' }, admin));
    return { id: await developerId(gatehouse, EMAIL), ...links({ verify, solution: await solutionFor(gatehouse) }) };
  },
  /** Deleted the account, logged in again, and may still keep it: no worker has taken the job of the deletion, which is due. */
  leaving: async (gatehouse, admin) => {
    await succeed(updatePortal(gatehouse, { deletionGraceDays: 7 }, admin));
    const { id, keep } = await whoDeleted(gatehouse, admin, EMAIL);
    const session = await bearer(gatehouse, EMAIL);
    await succeed(requestPasswordReset(gatehouse, EMAIL));
    const reset = await mailedToken(gatehouse, EMAIL);
    await letDaysPass(gatehouse, id);
    // So that the link is tried against the job as well. Otherwise it ends when the job begins.
    await gatehouse.sql("UPDATE tokens SET expires_at = now() + interval '1 hour' WHERE purpose = 'KEEP_ACCOUNT'");
    return { id, session, ...links({ keep, reset }) };
  },
};

async function tellAll(gatehouse: Installation): Promise<void> {
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  await gatehouse.drain();
}

/** Two servers and two workers on one database, and an admin for each. */
export async function openStage(first: Installation, second: Installation): Promise<Record<Side, Stage>> {
  const admin = await openDemoPortal(first);
  await succeed(updatePortal(first, { undoWindow: 30 }, admin));
  const other = await addAdmin(first, 'other@pairs.test', 'OWNER', null);
  const stageOf = (site: Installation, side: Side, token: string): Stage => ({
    site: {
      ...site,
      graphql: (document, variables, options) =>
        postGraphql(site.url, document, variables, { ...options, headers: { [SIDE_HEADER]: side } }),
    },
    admin: token,
    worker: openEnvironment(site.app, openMailer(readConfig(site.environment), site.app, SILENT, null), SILENT),
  });
  return { A: stageOf(first, 'A', admin), B: stageOf(second, 'B', other) };
}

/** Brings a person into a state, the same way as people come there. */
export async function bring(gatehouse: Installation, admin: string, state: State): Promise<Subject> {
  const subject = { id: '', email: EMAIL, links: {}, session: '', ...(await walks[state](gatehouse, admin)) };
  // Otherwise a session would be seen anew in some runs, and admins be told at another time.
  for (const table of ['sessions', 'admin_sessions']) {
    await gatehouse.sql(`UPDATE ${table} SET last_seen_at = now() + interval '2 hours'`);
  }
  await gatehouse.sql("UPDATE new_request_notices SET scheduled_for = NULL, told_until = now() - interval '1 day'");
  gatehouse.inbox.mails.length = 0;
  return subject;
}
