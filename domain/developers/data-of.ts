import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { NotAllowed } from '../errors.ts';
import { answersOf, answersTo } from '../sign-up-form/answer.ts';
import { fieldsOf, isVisibleToPerson } from '../sign-up-form/sign-up-field.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { listSessions } from './list-sessions.ts';
import { ownTimeline } from './own-timeline.ts';
import { withoutUndone } from './without-undone.ts';

/** @limit rows: Rows of one kind in an export of the own data, besides its timeline. Beyond: The older ones are left out. */
export const MOST_OWN_ROWS = 100;

const newest = { orderBy: { id: 'desc' }, take: MOST_OWN_ROWS } as const;

/**
 * What the person may see. Each key is named here, so that a new column is in no export by itself. The address of a requested
 * change is left out: whether its link still exists depends on what others asked for.
 */
export async function dataOf(app: App, { id, sessionId }: Pick<LoggedInDeveloper, 'id' | 'sessionId'>): Promise<object> {
  const now = await databaseNow(app.prisma);
  const found = await app.prisma.developer.findUnique({ where: { id }, select: selectionAt(now) });
  if (!found) throw new NotAllowed();
  const { portal, decisions, answers, logIn, tokens, emailVerifiedAt, passwordHash, secondFactors, _count, ...rest } = found;
  const { questions, acceptedTerms, ssoIdentities, typedEmail, ...profile } = rest;
  const fields = fieldsOf(portal).filter(isVisibleToPerson);
  const told = withoutUndone(decisions);
  const seen = {
    decisions: new Set(told.map((decision) => decision.id)),
    fields: new Set(['fullName', 'locale', ...fields.map(({ key }) => key)]),
  };
  const lastLogInAt = logIn && logIn.lastLogInAt.getTime() > 0 ? logIn.lastLogInAt : null;
  return {
    exportedAt: now,
    portal: { slug: portal.slug, name: portal.name },
    profile: { ...profile, emailAsTyped: typedEmail, emailVerifiedAt, hasPassword: passwordHash !== null, lastLogInAt },
    formerEmails: tokens.map(({ email, createdAt, expiresAt }) => ({ email, changedAt: createdAt, reservedUntil: expiresAt })),
    answers: answersTo(fields, answersOf({ answers })),
    acceptedTerms,
    decisions: told.map(({ from, to, reason, createdAt }) => ({ from, to, reason, createdAt })),
    questions,
    sessions: (await listSessions(app, [id], MOST_OWN_ROWS)).map(({ id: session, developerId: _, ...shown }) => ({
      ...shown,
      current: session === sessionId,
    })),
    ssoIdentities,
    secondFactors,
    recoveryCodesLeft: _count.recoveryCodes,
    timeline: await ownTimeline(app.prisma, id, seen),
  };
}

const selectionAt = (now: Date) =>
  ({
    id: true,
    email: true,
    typedEmail: true,
    fullName: true,
    locale: true,
    status: true,
    emailVerifiedAt: true,
    deletionDueAt: true,
    passwordHash: true,
    createdAt: true,
    updatedAt: true,
    answers: true,
    logIn: { select: { lastLogInAt: true } },
    portal: { select: { slug: true, name: true, signUpFields: true } },
    decisions: { select: { id: true, undoesId: true, from: true, to: true, reason: true, createdAt: true }, ...newest },
    questions: { select: { text: true, createdAt: true, answer: true, answeredAt: true }, ...newest },
    acceptedTerms: { select: { version: true, url: true, acceptedAt: true }, ...newest },
    secondFactors: { select: { kind: true, name: true, createdAt: true, lastUsedAt: true }, ...newest },
    ssoIdentities: {
      select: { issuer: true, subject: true, fullName: true, email: true, groups: true, createdAt: true, lastLogInAt: true },
      ...newest,
    },
    // The old addresses that links to undo a change still reserve.
    tokens: {
      where: { purpose: 'UNDO_EMAIL_CHANGE', expiresAt: { gt: now } },
      select: { email: true, createdAt: true, expiresAt: true },
      ...newest,
    },
    _count: { select: { recoveryCodes: true } },
  }) as const satisfies Prisma.DeveloperSelect;
