import { expect } from 'vitest';
import {
  ChangePasswordDocument,
  LogInDocument,
  LogOutDocument,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
} from '../../../generated/operations.ts';
import { mutate } from '../../../kit/mutate.ts';
import { present } from '../../../kit/present.ts';
import { LIFETIMES } from '../clock.ts';
import { addJob, at, butUndo, endLinks, endSessions, isLive, note } from '../rules/basics.ts';
import type { Model, Person, Session } from '../state.ts';
import { sessionId, type World } from '../world.ts';
import { asStranger, expectAnswer, succeeded } from './answers.ts';
import { learnStatus } from './registering.ts';

export const WRONG = 'not the right password';

/** A wrong password says nothing, whoever the address is of. The right one tells the status. */
export async function logInWrongly(m: Model, w: World, email: string): Promise<void> {
  const input = { portal: w.portal, email, password: WRONG, session: 'TOKEN' as const };
  expectAnswer(await asStranger(m, w, LogInDocument, input, ''), 'InvalidCredentials');
  m.wrongPasswords.set(email, (m.wrongPasswords.get(email) ?? 0) + 1);
}

/** @param held a session that the client has, which the new one replaces */
export async function logIn(m: Model, w: World, person: Person, held: Session | null): Promise<void> {
  const { email, password } = person;
  const input = { portal: w.portal, email, password: password ?? '', session: 'TOKEN' as const };
  const result = await mutate(w.gatehouse, LogInDocument, input, { token: held?.token });
  if (person.status !== 'APPROVED') {
    expectAnswer(result, 'NotApproved');
    expect(result.status).toBe(person.status);
    return learnStatus(person);
  }
  const token = present(succeeded(result).token, 'a token');
  const id = await sessionId(w, token);
  if (held && !held.isEnded) {
    held.isEnded = true;
    note(m, 'session.closed', held.person);
  }
  m.sessions.push({
    token,
    id,
    person,
    expiresAt: m.now + LIFETIMES.session,
    seenAt: m.now,
    isEnded: false,
    wrongPasswords: 0,
  });
  note(m, 'session.opened', person);
  person.isStatusTold = true;
  noteDevice(m, person);
}

function noteDevice(m: Model, person: Person): void {
  const isKnown = person.clientSeenAt !== null && person.clientSeenAt > m.now - LIFETIMES.device;
  const isQuiet = person.newDeviceToldAt !== null && person.newDeviceToldAt >= m.now - LIFETIMES.newDevicePause;
  if (person.hasLoggedIn && !isKnown && !isQuiet) {
    person.newDeviceToldAt = m.now;
    addJob(m, 'sendNewDeviceEmail', { person, linksBefore: m.links.length });
  }
  Object.assign(person, { clientSeenAt: m.now, hasLoggedIn: true });
}

/** A session that is over by its time is still there until the sweep, and can be closed. */
export async function logOut(m: Model, w: World, session: Session, everywhere: boolean): Promise<void> {
  const result = await mutate(w.gatehouse, LogOutDocument, { portal: w.portal, everywhere }, session);
  if (session.isEnded && everywhere) return expectAnswer(result, 'NotAllowed');
  const ended = session.isEnded ? 0 : endSessions(m, session.person, (one) => everywhere || one === session);
  expect(succeeded(result).ended).toBe(ended);
  if (ended > 0) note(m, 'session.closed', session.person);
}

export async function revokeSession(m: Model, w: World, session: Session, other: Session): Promise<void> {
  const isAllowed = isLive(m, session);
  const result = await mutate(w.gatehouse, RevokeSessionDocument, { portal: w.portal, id: other.id }, session);
  if (!isAllowed) return expectAnswer(result, 'NotAllowed');
  // A change of the password gives the session another token, and it keeps its id.
  const found = m.sessions.find(({ id, isEnded }) => id === other.id && !isEnded);
  if (found?.person !== session.person) return expectAnswer(result, 'NotFound');
  expectAnswer(result, 'Success');
  found.isEnded = true;
  note(m, 'session.revoked', session.person);
}

export async function revokeOtherSessions(m: Model, w: World, session: Session): Promise<void> {
  const isAllowed = isLive(m, session);
  const result = await mutate(w.gatehouse, RevokeOtherSessionsDocument, { portal: w.portal }, session);
  if (!isAllowed) return expectAnswer(result, 'NotAllowed');
  expect(succeeded(result).ended).toBe(endSessions(m, session.person, (one) => one !== session));
  note(m, 'session.revoked', session.person);
}

export async function changePassword(
  m: Model,
  w: World,
  session: Session,
  isRight: boolean,
  newPassword: string,
): Promise<void> {
  const { person } = session;
  const isAllowed = isLive(m, session);
  const input = { portal: w.portal, currentPassword: isRight ? person.password : WRONG, newPassword };
  const result = await mutate(w.gatehouse, ChangePasswordDocument, input, session);
  if (!isAllowed) return expectAnswer(result, 'NotAllowed');
  if (!isRight) {
    session.wrongPasswords++;
    return expectAnswer(result, 'InvalidCredentials');
  }
  const token = present(succeeded(result).token, 'a token');
  person.password = newPassword;
  endSessions(m, person);
  m.sessions.push({ ...session, token, isEnded: false, seenAt: m.now });
  endLinks(m, person, butUndo);
  addJob(m, 'sendPasswordChangedEmail', { person, to: person.email });
  note(m, 'password.changed', person);
}

/** Who may log in with which password, for the picks of a command. */
export const withPassword = (m: Model): Person[] =>
  m.people.filter(
    ({ isGone, password, email }) => !isGone && password !== null && (m.wrongPasswords.get(email) ?? 0) < 9 && at(m, email),
  );
