import { expect } from 'vitest';
import {
  ConfirmEmailChangeDocument,
  DeleteAccountDocument,
  RequestEmailChangeDocument,
  UndoEmailChangeDocument,
  UpdateProfileDocument,
} from '../../../generated/operations.ts';
import { comparable } from '../../../kit/graphql.ts';
import { mutate } from '../../../kit/mutate.ts';
import { LIFETIMES } from '../clock.ts';
import { clear, takeInvitations } from '../rules/addresses.ts';
import {
  addJob,
  addLink,
  at,
  butUndo,
  endLinks,
  endSessions,
  isLive,
  isReserved,
  note,
  remove,
  works,
} from '../rules/basics.ts';
import type { Link, Model, Person, Session } from '../state.ts';
import type { World } from '../world.ts';
import { expectAnswer, succeeded } from './answers.ts';
import { givePasswordToken } from './registering.ts';
import { WRONG } from './sessions.ts';

export async function updateProfile(m: Model, w: World, session: Session, fullName: string): Promise<void> {
  const isAllowed = isLive(m, session);
  const result = await mutate(w.gatehouse, UpdateProfileDocument, { portal: w.portal, fullName }, session);
  if (!isAllowed) return expectAnswer(result, 'NotAllowed');
  expect(succeeded(result).developer).toMatchObject({ fullName, email: session.person.email });
  note(m, 'developer.profile-changed', session.person);
}

/** Says the same for an address that is free and one that is taken. */
export async function requestEmailChange(m: Model, w: World, session: Session, email: string, isRight: boolean): Promise<void> {
  const { person } = session;
  const isAllowed = isLive(m, session);
  const input = { portal: w.portal, email, password: isRight ? person.password : WRONG };
  const answer = await w.gatehouse.graphql(RequestEmailChangeDocument, { input }, session);
  const result = answer.data.requestEmailChange;
  if (!result) throw new Error(answer.text);
  if (!isAllowed) return expectAnswer(result, 'NotAllowed');
  if (email === person.email) return expectAnswer(result, 'InvalidInput');
  if (!isRight) {
    session.wrongPasswords++;
    return expectAnswer(result, 'InvalidCredentials');
  }
  expectAnswer(result, 'Success');
  const told = JSON.stringify(comparable(answer)).replaceAll(email, '<address>');
  expect(told, 'what a person learns of another address').toBe(m.told.get('requestEmailChange') ?? told);
  m.told.set('requestEmailChange', told);
  const link = addLink(m, 'CONFIRM_EMAIL_CHANGE', person, LIFETIMES.emailChange, { email });
  note(m, 'developer.email-change-requested', person);
  addJob(m, 'sendConfirmEmailChangeEmail', { person, link });
}

/** Whether the address can be taken by this person now. An unverified registration gives way, even where the move fails after. */
function canMove(m: Model, link: Link): link is Link & { email: string } {
  const { person, email } = link;
  if (!works(m, link) || email === null) return false;
  const holder = at(m, email);
  return !(holder && holder !== person && holder.verified !== null) && !isReserved(m, email, person);
}

function move(m: Model, person: Person, email: string): void {
  clear(m, email);
  person.email = email;
  takeInvitations(m, person, false);
}

export async function confirmEmailChange(m: Model, w: World, link: Link): Promise<void> {
  const result = await mutate(w.gatehouse, ConfirmEmailChangeDocument, { token: link.secret ?? '' });
  if (!canMove(m, link)) return expectAnswer(result, 'InvalidToken');
  const { person } = link;
  const before = person.email;
  expect(succeeded(result).email).toBe(link.email);
  move(m, person, link.email);
  endLinks(m, person, butUndo);
  const undo = addLink(m, 'UNDO_EMAIL_CHANGE', person, LIFETIMES.undoEmailChange, { email: before });
  note(m, 'developer.email-changed', person);
  addJob(m, 'sendEmailChangedEmail', { person, link: undo });
}

/** Whoever was there before is alone again: no session, no password, and no link but those of earlier moves. */
export async function undoEmailChange(m: Model, w: World, link: Link): Promise<void> {
  const result = await mutate(w.gatehouse, UndoEmailChangeDocument, { token: link.secret ?? '' });
  if (!canMove(m, link)) return expectAnswer(result, 'InvalidToken');
  const { person } = link;
  const success = succeeded(result);
  expect(success.email).toBe(link.email);
  move(m, person, link.email);
  const earlier = m.links.slice(0, m.links.indexOf(link));
  endLinks(m, person, (one) => butUndo(one) || !earlier.includes(one));
  endSessions(m, person);
  Object.assign(person, { password: null, clientSeenAt: null });
  m.wrongPasswords.delete(person.email);
  note(m, 'developer.email-change-undone', person);
  givePasswordToken(m, person, success.passwordToken);
}

export async function deleteAccount(
  m: Model,
  w: World,
  session: Session,
  how: 'RIGHT' | 'WRONG_ADDRESS' | 'WRONG_PASSWORD',
): Promise<void> {
  const { person } = session;
  const isAllowed = isLive(m, session);
  const email = how === 'WRONG_ADDRESS' ? 'somebody@else.test' : person.email;
  const password = how === 'WRONG_PASSWORD' ? WRONG : person.password;
  const result = await mutate(w.gatehouse, DeleteAccountDocument, { portal: w.portal, email, password }, session);
  if (!isAllowed) return expectAnswer(result, 'NotAllowed');
  if (how === 'WRONG_ADDRESS') return expectAnswer(result, 'InvalidInput');
  if (how === 'WRONG_PASSWORD') {
    session.wrongPasswords++;
    return expectAnswer(result, 'InvalidCredentials');
  }
  expectAnswer(result, 'Success');
  deleteAndTell(m, person);
}

/** Also the addresses that could still take the account back hear of it. */
export function deleteAndTell(m: Model, person: Person): void {
  const left = m.links.filter((link) => link.person === person && link.purpose === 'UNDO_EMAIL_CHANGE' && works(m, link));
  const addresses = new Set([person.email, ...left.map(({ email }) => email ?? '')]);
  remove(m, person);
  note(m, 'developer.deleted', person);
  if (person.verified === null) return;
  for (const invitation of m.invitations) {
    if (invitation.email === person.email || invitation === person.invitation) invitation.state = 'FORGOTTEN';
  }
  for (const to of addresses) addJob(m, 'sendAccountDeletedEmail', { person, to });
}
