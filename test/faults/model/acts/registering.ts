import { expect } from 'vitest';
import {
  OpenRegistrationDocument,
  RequestPasswordResetDocument,
  RequestRegistrationLinkDocument,
  ResendVerificationDocument,
  ResetPasswordDocument,
  SetPasswordDocument,
  SignUpDocument,
  VerifyEmailDocument,
} from '../../../generated/operations.ts';
import { mutate } from '../../../kit/mutate.ts';
import { LIFETIMES } from '../clock.ts';
import { takeInvitations } from '../rules/addresses.ts';
import { addJob, addLink, butUndo, endLinks, endSessions, isReserved, note, works } from '../rules/basics.ts';
import type { Asked, Link, Model, Person } from '../state.ts';
import type { World } from '../world.ts';
import { asStranger, expectAnswer, succeeded } from './answers.ts';
import { asChecked, type Solution } from './bot-check.ts';

export async function signUp(m: Model, w: World, email: string, solution: Solution): Promise<void> {
  const input = { portal: w.portal, email, fullName: 'Ada Lovelace' };
  if (!m.settings.registrationOpen)
    return expectAnswer(await asStranger(m, w, SignUpDocument, input, 'closed'), 'RegistrationClosed');
  ask(m, 'SIGN_UP', email, await asChecked(m, w, SignUpDocument, input, { about: 'open', solution }));
}

export async function resendVerification(m: Model, w: World, email: string, solution: Solution): Promise<void> {
  const answer = await asChecked(m, w, ResendVerificationDocument, { portal: w.portal, email }, { solution });
  ask(m, 'RESEND_VERIFICATION', email, answer);
}

export async function requestPasswordReset(m: Model, w: World, email: string, solution: Solution): Promise<void> {
  const answer = await asChecked(m, w, RequestPasswordResetDocument, { portal: w.portal, email }, { solution });
  ask(m, 'RESET_PASSWORD', email, answer);
}

export async function requestRegistrationLink(m: Model, w: World, email: string, solution: Solution): Promise<void> {
  const answer = await asChecked(m, w, RequestRegistrationLinkDocument, { portal: w.portal, email }, { solution });
  ask(m, 'OPEN_REGISTRATION', email, answer);
}

/** It is no log-in, whatever the status is by then. */
export async function openRegistration(m: Model, w: World, link: Link): Promise<void> {
  const result = await mutate(w.gatehouse, OpenRegistrationDocument, { token: link.secret ?? '' });
  const { person } = link;
  if (!works(m, link)) return expectAnswer(result, 'InvalidToken');
  expect(succeeded(result).registration).toMatchObject({
    status: person.status,
    email: person.status === 'APPROVED' ? null : person.email,
  });
  endLinks(m, person, ({ purpose }) => purpose === 'OPEN_REGISTRATION');
  note(m, 'developer.registration-opened', person);
  learnStatus(person);
}

/** @param answer null if the act was refused */
function ask(m: Model, act: Asked['act'], email: string, answer: { __typename: string } | null): void {
  if (!answer) return;
  expectAnswer(answer, 'Success');
  addJob(m, 'answerStranger', { asked: { act, email } });
}

/** The link works as long as it lives, and changes something the first time only. */
export async function verifyEmail(m: Model, w: World, link: Link): Promise<void> {
  const result = await mutate(w.gatehouse, VerifyEmailDocument, { token: link.secret ?? '' });
  const { person } = link;
  if (!works(m, link) || (person.verified === null && isReserved(m, person.email))) return expectAnswer(result, 'InvalidToken');
  if (person.verified === null) {
    person.verified = ++m.verifiedSoFar;
    takeInvitations(m, person, true);
    note(m, 'developer.verified', person);
    addJob(m, 'evaluateApproval', { person });
  } else if (person.status !== 'PENDING') person.isStatusTold = true;
  const { status, passwordToken } = succeeded(result);
  expect(status).toBe(person.status);
  givePasswordToken(m, person, passwordToken);
}

/** Whoever proves the address and has no password gets a token to choose one. */
export function givePasswordToken(m: Model, person: Person, secret: string | null): void {
  expect(secret === null, 'no token for a password').toBe(person.password !== null);
  if (secret) addLink(m, 'SET_PASSWORD', person, LIFETIMES.passwordToken, { secret });
}

export async function setPassword(m: Model, w: World, link: Link, password: string): Promise<void> {
  const result = await mutate(w.gatehouse, SetPasswordDocument, { token: link.secret ?? '', password });
  const { person } = link;
  if (!works(m, link) || person.password !== null || !['PENDING', 'APPROVED'].includes(person.status))
    return expectAnswer(result, 'InvalidToken');
  expect(succeeded(result).status).toBe(person.status);
  person.password = password;
  learnStatus(person);
  note(m, 'password.set', person);
  endLinks(m, person, ({ purpose }) => purpose === 'SET_PASSWORD' || purpose === 'OPEN_REGISTRATION');
}

/** An answer names the status. A person who learns to wait is mailed the approval; a decision that is known cannot be undone. */
export function learnStatus(person: Person): void {
  if (person.status === 'PENDING') person.isToldToWait = true;
  else person.isStatusTold = true;
}

export async function resetPassword(m: Model, w: World, link: Link, password: string): Promise<void> {
  const result = await mutate(w.gatehouse, ResetPasswordDocument, { token: link.secret ?? '', password });
  const { person } = link;
  if (!works(m, link)) return expectAnswer(result, 'InvalidToken');
  expect(succeeded(result).status).toBe(person.status);
  Object.assign(person, { password, clientSeenAt: null });
  endLinks(m, person, butUndo);
  endSessions(m, person);
  note(m, 'password.reset', person);
  addJob(m, 'sendPasswordChangedEmail', { person, to: person.email });
  m.wrongPasswords.delete(person.email);
  learnStatus(person);
}
