import { expect } from 'vitest';
import {
  AddNoteDocument,
  AnswerQuestionDocument,
  ApproveAllDocument,
  AskDevelopersDocument,
  ClaimRequestsDocument,
  DeleteDevelopersDocument,
  EndSessionsDocument,
  RejectAllDocument,
  ReleaseRequestsDocument,
  SetAnswersDocument,
  UndoDecisionsDocument,
} from '../../../generated/operations.ts';
import { decide as callDecide } from '../../../kit/admins.ts';
import { mutate } from '../../../kit/mutate.ts';
import { present } from '../../../kit/present.ts';
import { LIFETIMES } from '../clock.ts';
import { addJob, addLink, awaits, endLinks, endSessions, isClaimed, isRequest, living, note, works } from '../rules/basics.ts';
import { claim, decide, undo, type Verb, whyNot } from '../rules/decisions.ts';
import type { Decision, Link, Model, Person } from '../state.ts';
import type { World } from '../world.ts';
import { deleteAndTell } from './account.ts';
import { expectAnswer, expectOutcomes, succeeded } from './answers.ts';

const idsOf = (people: Person[]): string[] => people.map(({ id }) => present(id, 'the id of a person'));
const asAdmin = ({ admins }: World, admin: number) => ({ token: present(admins[admin]).token });

export async function decideAbout(m: Model, w: World, admin: number, verb: Verb, people: Person[]): Promise<void> {
  const { results } = succeeded(await callDecide(w.gatehouse, verb, idsOf(people), asAdmin(w, admin).token));
  expectOutcomes(
    results,
    people.map((person) => whyNot(verb, person)),
  );
  decide(m, admin, verb, people);
}

export async function undoDecision(m: Model, w: World, admin: number, decision: Decision): Promise<void> {
  const ids = [present(decision.id, 'the id of a decision')];
  const { results } = succeeded(await mutate(w.gatehouse, UndoDecisionsDocument, { ids }, asAdmin(w, admin)));
  expectOutcomes(results, [undo(m, admin, w.admins[admin]?.isOwner === true, decision)]);
}

export async function deleteDevelopers(m: Model, w: World, admin: number, people: Person[]): Promise<void> {
  const { results } = succeeded(await mutate(w.gatehouse, DeleteDevelopersDocument, { ids: idsOf(people) }, asAdmin(w, admin)));
  expectOutcomes(
    results,
    people.map(({ isGone }) => (isGone ? 'NotFound' : null)),
  );
  for (const person of people.filter(({ isGone }) => !isGone)) deleteAndTell(m, person);
}

export async function ask(m: Model, w: World, admin: number, people: Person[]): Promise<void> {
  const input = { ids: idsOf(people), question: 'What do you want to build?' };
  const { results } = succeeded(await mutate(w.gatehouse, AskDevelopersDocument, input, asAdmin(w, admin)));
  expectOutcomes(
    results,
    people.map((person) => whyNot('approve', person)),
  );
  for (const person of people.filter(isRequest)) {
    endLinks(m, person, ({ purpose }) => purpose === 'ANSWER_QUESTION');
    const link = addLink(m, 'ANSWER_QUESTION', person, LIFETIMES.question);
    Object.assign(person, { isToldToWait: true, awaitsUntil: link.expiresAt, claim: null });
    note(m, 'developer.question-asked', person);
    addJob(m, 'sendQuestionEmail', { person, link });
  }
}

export async function answerQuestion(m: Model, w: World, link: Link): Promise<void> {
  const result = await mutate(w.gatehouse, AnswerQuestionDocument, { token: link.secret ?? '', text: 'A map.' });
  if (!works(m, link)) return expectAnswer(result, 'InvalidToken');
  expectAnswer(result, 'Success');
  endLinks(m, link.person, (one) => one === link);
  note(m, 'developer.question-answered', link.person);
}

export async function addNote(m: Model, w: World, admin: number, person: Person): Promise<void> {
  const [id = ''] = idsOf([person]);
  const result = await mutate(w.gatehouse, AddNoteDocument, { id, text: 'Called back.' }, asAdmin(w, admin));
  if (person.isGone) return expectAnswer(result, 'NotFound');
  expectAnswer(result, 'Success');
  note(m, 'developer.note-added', person);
}

export async function setAnswers(m: Model, w: World, admin: number, person: Person): Promise<void> {
  const [id = ''] = idsOf([person]);
  const input = { id, answers: [{ field: 'company', value: 'Acme' }] };
  const result = await mutate(w.gatehouse, SetAnswersDocument, input, asAdmin(w, admin));
  if (person.isGone) return expectAnswer(result, 'NotFound');
  if (person.verified === null) return expectAnswer(result, 'Conflict');
  expectAnswer(result, 'Success');
  note(m, 'developer.answers-changed', person);
}

export async function endSessionsOf(m: Model, w: World, admin: number, people: Person[]): Promise<void> {
  const { results } = succeeded(await mutate(w.gatehouse, EndSessionsDocument, { ids: idsOf(people) }, asAdmin(w, admin)));
  expectOutcomes(
    results,
    people.map(({ isGone }) => (isGone ? 'NotFound' : null)),
  );
  for (const person of people.filter(({ isGone }) => !isGone)) {
    endSessions(m, person);
    note(m, 'session.revoked', person);
  }
}

export async function claimThese(m: Model, w: World, admin: number, people: Person[]): Promise<void> {
  const input = { portal: w.portal, ids: idsOf(people) };
  const { results } = succeeded(await mutate(w.gatehouse, ClaimRequestsDocument, input, asAdmin(w, admin)));
  expectOutcomes(
    results,
    people.map((person) => claim(m, admin, person, m.now + LIFETIMES.claim)),
  );
}

/** The oldest ones that nobody has. */
export async function claimOldest(m: Model, w: World, admin: number, count: number): Promise<void> {
  const { results } = succeeded(
    await mutate(w.gatehouse, ClaimRequestsDocument, { portal: w.portal, count }, asAdmin(w, admin)),
  );
  const free = living(m).filter((person) => isRequest(person) && !awaits(m, person) && !isClaimed(m, person));
  const oldest = free.toSorted((one, other) => (one.verified ?? 0) - (other.verified ?? 0)).slice(0, count);
  expect(results.map(({ id }) => id)).toEqual(idsOf(oldest));
  for (const person of oldest) claim(m, admin, person, m.now + LIFETIMES.claim);
}

export async function release(m: Model, w: World, admin: number, people: Person[]): Promise<void> {
  const { results } = succeeded(await mutate(w.gatehouse, ReleaseRequestsDocument, { ids: idsOf(people) }, asAdmin(w, admin)));
  const isOwn = (person: Person) => isClaimed(m, person) && person.claim?.admin === admin;
  expectOutcomes(
    results,
    people.map((person) => (person.isGone ? 'NotFound' : isOwn(person) ? null : 'Conflict')),
  );
  for (const person of people.filter(isOwn)) {
    person.claim = null;
    note(m, 'request.released', person);
  }
}

/** @param more how many requests the admin believes there are beyond those that there are */
export async function decideAll(m: Model, w: World, admin: number, act: 'approve' | 'reject', more: number): Promise<void> {
  const people = living(m).filter(isRequest);
  const input = { portal: w.portal, expectedCount: people.length + more };
  const result =
    act === 'approve'
      ? await mutate(w.gatehouse, ApproveAllDocument, input, asAdmin(w, admin))
      : await mutate(w.gatehouse, RejectAllDocument, input, asAdmin(w, admin));
  if (more !== 0) return expectAnswer(result, 'Stale');
  expectAnswer(result, 'Success');
  note(m, 'bulk-decision.started', null);
  addJob(m, 'runBulkDecision', { bulk: { act, admin, people } });
}
