import { expect, test } from 'vitest';
import {
  addAdmin,
  addNote,
  decide,
  deleteDevelopers,
  endSessions,
  openDemoPortal,
  setAnswers,
  undoDecisions,
  updatePortal,
  VERBS,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { bounce, clearMailState, SENDERS } from '../kit/mail-reports.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, bearer, developerId, signUp, verifiedPerson } from '../kit/people.ts';
import { askDevelopers } from '../kit/questions.ts';
import { claimRequests, releaseRequests } from '../kit/requests.ts';

const gatehouse = await startInstallation(SENDERS);
const owner = await openDemoPortal(gatehouse);
const ada = await addAdmin(gatehouse, 'ada@possible.test', 'APPROVER', 'demo');
const bob = await addAdmin(gatehouse, 'bob@possible.test', 'APPROVER', null);
const viewer = await addAdmin(gatehouse, 'viewer@possible.test', 'VIEWER', null);

await succeed(updatePortal(gatehouse, { undoWindow: 30 }, owner));

async function lastDecisionOf(id: string): Promise<string | undefined> {
  const sql = 'SELECT id FROM decisions WHERE developer_id = $1 ORDER BY created_at DESC LIMIT 1';
  return (await gatehouse.sql<{ id: string }>(sql, [id]))[0]?.id;
}

async function possible(id: string, token: string): Promise<string[]> {
  const document = 'query($id: ID!) { developer(id: $id) { possibleActs } }';
  const { data, errors } = await gatehouse.graphql<{ developer: { possibleActs: string[] } }>(document, { id }, { token });
  expect(errors).toEqual([]);
  return data.developer.possibleActs;
}

type Answer = { __typename: string; results?: { error: { __typename: string } | null }[] };

/** Does each act, the last one of which deletes the person. */
const ACTS: Record<string, (id: string, token: string) => Promise<Answer>> = {
  CLAIM: (id, token) => claimRequests(gatehouse, { ids: [id] }, token),
  RELEASE: (id, token) => releaseRequests(gatehouse, [id], token),
  ...Object.fromEntries(VERBS.map((verb) => [verb.toUpperCase(), (id, token) => decide(gatehouse, verb, [id], token)])),
  ASK: (id, token) => askDevelopers(gatehouse, [id], 'Who are you?', token),
  UNDO: async (id, token) => undoDecisions(gatehouse, [(await lastDecisionOf(id)) ?? id], token),
  ADD_NOTE: (id, token) => addNote(gatehouse, id, 'x', token),
  SET_ANSWERS: (id, token) => setAnswers(gatehouse, id, [], token),
  END_SESSIONS: (id, token) => endSessions(gatehouse, [id], token),
  CLEAR_MAIL_STATE: (id, token) => clearMailState(gatehouse, [id], token),
  DELETE: (id, token) => deleteDevelopers(gatehouse, [id], token),
};

async function unverifiedPerson(email: string) {
  await signUp(gatehouse, email);
  await gatehouse.drain();
  return { id: await developerId(gatehouse, email) };
}

/** People in each state, made anew for each act. */
const STATES: Record<string, (email: string) => Promise<{ id: string }>> = {
  unverified: unverifiedPerson,
  waiting: (email) => verifiedPerson(gatehouse, email),
  claimed: async (email) => {
    const person = await verifiedPerson(gatehouse, email);
    await succeed(claimRequests(gatehouse, { ids: [person.id] }, ada));
    return person;
  },
  asked: async (email) => {
    const person = await verifiedPerson(gatehouse, email);
    await succeed(askDevelopers(gatehouse, [person.id], 'Who are you?', owner));
    return person;
  },
  approved: (email) => approvedPerson(gatehouse, email, owner),
  bounced: async (email) => {
    const person = await approvedPerson(gatehouse, email, owner);
    await bounce(gatehouse, email);
    return person;
  },
  rejected: async (email) => {
    const person = await verifiedPerson(gatehouse, email);
    await decide(gatehouse, 'reject', [person.id], ada);
    return person;
  },
};

const EXPECTED: Record<string, string[]> = {
  unverified: ['ADD_NOTE', 'END_SESSIONS', 'DELETE'],
  waiting: ['CLAIM', 'ASK', 'APPROVE', 'REJECT', 'ADD_NOTE', 'SET_ANSWERS', 'END_SESSIONS', 'DELETE'],
  claimed: ['CLAIM', 'RELEASE', 'ASK', 'APPROVE', 'REJECT', 'ADD_NOTE', 'SET_ANSWERS', 'END_SESSIONS', 'DELETE'],
  asked: ['ASK', 'APPROVE', 'REJECT', 'ADD_NOTE', 'SET_ANSWERS', 'END_SESSIONS', 'DELETE'],
  approved: ['REVOKE', 'ADD_NOTE', 'SET_ANSWERS', 'END_SESSIONS', 'DELETE'],
  bounced: ['REVOKE', 'ADD_NOTE', 'SET_ANSWERS', 'CLEAR_MAIL_STATE', 'END_SESSIONS', 'DELETE'],
  rejected: ['UNDO', 'REINSTATE', 'ADD_NOTE', 'SET_ANSWERS', 'END_SESSIONS', 'DELETE'],
};

test.each(Object.keys(STATES))('of a person who is %s, exactly those acts are listed that succeed', async (state) => {
  const { id } = (await STATES[state]?.(`listed@${state}.test`)) ?? { id: '' };
  const listed = await possible(id, ada);
  expect(listed).toEqual(EXPECTED[state]);
  expect(await possible(id, viewer)).toEqual([]);
  // Another admin can do the same, but the claim and the decision are not theirs.
  const ofBob = state === 'claimed' ? EXPECTED['asked'] : EXPECTED[state]?.filter((act) => act !== 'UNDO');
  expect(await possible(id, bob)).toEqual(ofBob);
  const worked: string[] = [];
  for (const [act, run] of Object.entries(ACTS)) {
    const person = await STATES[state]?.(`${act.toLowerCase()}@${state}.test`);
    const { __typename, results } = await run(person?.id ?? '', ada);
    await gatehouse.sql('UPDATE developers SET claimed_until = NULL');
    if (__typename.endsWith('Success') && (results?.[0]?.error ?? null) === null) worked.push(act);
  }
  expect(worked.toSorted()).toEqual(listed.toSorted());
});

test('the person sees no acts', async () => {
  const { email } = await approvedPerson(gatehouse, 'self@possible.test', owner);
  const token = await bearer(gatehouse, email);
  const { data } = await gatehouse.graphql('{ me(portal: "demo") { possibleActs } }', {}, { token });
  expect(data).toEqual({ me: { possibleActs: null } });
});

test('UNDO is listed until the email about the decision is sent', async () => {
  const { id } = await verifiedPerson(gatehouse, 'undo@possible.test');
  await decide(gatehouse, 'approve', [id], ada);
  expect(await possible(id, ada)).toContain('UNDO');
  expect(await possible(id, owner)).toContain('UNDO');
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE name = 'sendApprovedEmail'");
  await gatehouse.drain();
  expect(await possible(id, ada)).not.toContain('UNDO');
});
