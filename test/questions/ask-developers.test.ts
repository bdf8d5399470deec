import { expect, test } from 'vitest';
import { MOST_QUESTIONS } from '../../domain/questions/ask-developers.ts';
import {
  addAdmin,
  adminId,
  createPortal,
  decide,
  deleteDevelopers,
  openDemoPortal,
  removeAdmin,
  updatePortal,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  developerId,
  lastMailTo,
  mailedToken,
  mailsTo,
  NEW_PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resetPassword,
  signUp,
  subjectsTo,
  verifiedPerson,
} from '../kit/people.ts';
import { answerQuestion, askDevelopers, askedPerson, questionsTo } from '../kit/questions.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
await gatehouse.sql('UPDATE portals SET undo_window = 0');

const KIND = 'ANSWER_QUESTION';
const working = { kind: KIND, works: true, deadBecause: null, used: false };
const ended = { kind: KIND, works: false, deadBecause: 'ENDED', used: false };
const expired = { kind: KIND, works: false, deadBecause: 'EXPIRED', used: false };

/** How the request waits. */
async function waitOf(id: string) {
  const [row] = await gatehouse.sql<{ isTold: boolean; awaits: boolean; isClaimed: boolean; since: Date }>(
    `SELECT told_to_wait_at IS NOT NULL AS "isTold", coalesce(awaits_applicant_until > now(), false) AS awaits,
       claimed_by_id IS NOT NULL OR claimed_until IS NOT NULL AS "isClaimed", email_verified_at AS since
     FROM developers WHERE id = $1`,
    [id],
  );
  return row ?? expect.fail('the developer is gone');
}

test('a question is mailed with a link that shows it; the request waits for the applicant, and no claim is left', async () => {
  const { id, email } = await verifiedPerson(gatehouse, 'ada@ask.test');
  const { since } = await waitOf(id);
  await gatehouse.sql(
    `UPDATE developers SET claimed_by_id = gen_random_uuid(), claimed_until = now() + interval '2 minutes' WHERE id = $1`,
    [id],
  );
  const approver = await addAdmin(gatehouse, 'approver@ask.test', 'APPROVER', 'demo');
  const token = await askedPerson(gatehouse, { id, email }, 'Which API?\n<b>And</b> for which company?', approver);

  const mail = lastMailTo(gatehouse, email);
  expect(mail.subject).toBe('A question about your registration at demo portal');
  expect(mail.text).toContain('Which API?\n<b>And</b> for which company?');
  expect(mail.html).toContain('&lt;b&gt;And&lt;/b&gt;');
  expect(mail.text).toContain(`${gatehouse.url}/p/demo/answer-question?token=${token}`);
  expect(mail.text).toContain('valid for 7 days');
  expect(await findLink(gatehouse, token)).toMatchObject({
    ...working,
    email,
    portal: { slug: 'demo' },
    requestedAt: null,
    requestedFrom: null,
    question: { text: 'Which API?\n<b>And</b> for which company?', fields: [], answers: [] },
  });
  expect(await waitOf(id)).toEqual({ isTold: true, awaits: true, isClaimed: false, since });
  expect(await questionsTo(gatehouse, id, admin)).toEqual([
    {
      text: 'Which API?\n<b>And</b> for which company?',
      adminEmail: 'approver@ask.test',
      state: 'OPEN',
      answer: null,
      changedFields: [],
    },
  ]);
});

test('each id is handled on its own, and only a verified request that waits can be asked', async () => {
  const waiting = await verifiedPerson(gatehouse, 'grace@ask.test');
  const decided = await approvedPerson(gatehouse, 'decided@ask.test', admin);
  await signUp(gatehouse, 'unverified@ask.test');
  await gatehouse.drain();
  const unverified = await developerId(gatehouse, 'unverified@ask.test');
  const { results } = await succeed(askDevelopers(gatehouse, [decided.id, 'no id', unverified, waiting.id], 'Who?', admin));
  expect(results.map(({ id, error }) => [id, error?.__typename ?? null])).toEqual([
    [decided.id, 'Conflict'],
    ['no id', 'NotFound'],
    [unverified, 'Conflict'],
    [waiting.id, null],
  ]);
  expect(results[0]).toMatchObject({ developer: { status: 'APPROVED' }, error: { status: 'APPROVED' } });
  expect(results[2]?.error?.message).toContain('not verified');
});

test('bad input, other roles and other portals are refused', async () => {
  const { id } = await verifiedPerson(gatehouse, 'alan@ask.test');
  for (const question of ['', ' \n ', 'x'.repeat(2_001), 'bell\u0007']) {
    expect((await refusal(askDevelopers(gatehouse, [id], question, admin), 'InvalidInput')).issues).toMatchObject([
      { path: ['question'] },
    ]);
  }
  await refusal(askDevelopers(gatehouse, [], 'Who?', admin), 'InvalidInput');
  await refusal(askDevelopers(gatehouse, [id], 'Who?', undefined), 'NotAllowed');
  const resultAs = async (token: string) =>
    (await succeed(askDevelopers(gatehouse, [id], 'Who?', token))).results[0]?.error?.__typename;
  expect(await resultAs(await addAdmin(gatehouse, 'viewer@ask.test', 'VIEWER', null))).toBe('NotAllowed');
  expect(await resultAs(await addAdmin(gatehouse, 'away@ask.test', 'OWNER', 'other'))).toBe('NotFound');
  expect(await questionsTo(gatehouse, id, admin)).toEqual([]);
});

test('a new question ends the one before, also if both are asked at once; one more than the limit is refused', async () => {
  const person = await verifiedPerson(gatehouse, 'edsger@ask.test');
  const first = await askedPerson(gatehouse, person, 'First?', admin);
  const second = await askedPerson(gatehouse, person, 'Second?', admin);
  expect(await stateOf(gatehouse, first)).toEqual(ended);
  expect(await stateOf(gatehouse, second)).toEqual(working);
  await refusal(answerQuestion(gatehouse, first, { text: 'late' }), 'InvalidToken');

  await Promise.all(['Third?', 'Fourth?'].map((question) => askDevelopers(gatehouse, [person.id], question, admin)));
  const states = (await questionsTo(gatehouse, person.id, admin)).map(({ state }) => state);
  expect(states.toSorted()).toEqual(['ENDED', 'ENDED', 'ENDED', 'OPEN']);
  expect(await waitOf(person.id)).toMatchObject({ awaits: true });
  const last = await mailedToken(gatehouse, person.email);
  await succeed(answerQuestion(gatehouse, last, { text: 'Here' }));

  await gatehouse.sql(
    `INSERT INTO questions (id, developer_id, admin_id, text, expires_at, ended_at)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), 'x', now(), now() FROM generate_series(1, $2)`,
    [person.id, MOST_QUESTIONS - 4],
  );
  const { results } = await succeed(askDevelopers(gatehouse, [person.id], 'One more?', admin));
  expect(results[0]?.error?.__typename).toBe('InvalidInput');
});

test('when the link ends by its time, the request is back in its old place, and can be asked again', async () => {
  const person = await verifiedPerson(gatehouse, 'barbara@ask.test');
  const { since } = await waitOf(person.id);
  const token = await askedPerson(gatehouse, person, 'Who?', admin);
  const back = async (interval: string) => {
    await gatehouse.sql(`UPDATE tokens SET expires_at = expires_at - $2::interval WHERE developer_id = $1`, [
      person.id,
      interval,
    ]);
    await gatehouse.sql(`UPDATE questions SET expires_at = expires_at - $2::interval WHERE developer_id = $1`, [
      person.id,
      interval,
    ]);
    await gatehouse.sql('UPDATE developers SET awaits_applicant_until = awaits_applicant_until - $2::interval WHERE id = $1', [
      person.id,
      interval,
    ]);
  };
  await back('6 days 23 hours 59 minutes');
  expect(await stateOf(gatehouse, token)).toEqual(working);
  await back('1 minute');
  expect(await stateOf(gatehouse, token)).toEqual(expired);
  await refusal(answerQuestion(gatehouse, token, { text: 'late' }), 'InvalidToken');
  expect(await waitOf(person.id)).toMatchObject({ awaits: false, since });
  expect(await questionsTo(gatehouse, person.id, admin)).toMatchObject([{ state: 'ENDED' }]);
  await askedPerson(gatehouse, person, 'Again?', admin);
  expect(await waitOf(person.id)).toMatchObject({ awaits: true });
});

test('"this was not me" ends the link, and the request is back', async () => {
  const person = await verifiedPerson(gatehouse, 'not-me@ask.test');
  const token = await askedPerson(gatehouse, person, 'Who?', admin);
  await succeed(endLink(gatehouse, token));
  expect(await stateOf(gatehouse, token)).toEqual(ended);
  expect(await waitOf(person.id)).toMatchObject({ awaits: false });
});

test.each(['approve', 'reject'] as const)('a decision ends the link: %s', async (verb) => {
  const person = await verifiedPerson(gatehouse, `${verb}@ask.test`);
  const token = await askedPerson(gatehouse, person, 'Who?', admin);
  await succeed(decide(gatehouse, verb, [person.id], admin));
  expect(await stateOf(gatehouse, token)).toEqual(ended);
  await refusal(answerQuestion(gatehouse, token, { text: 'late' }), 'InvalidToken');
  expect(await questionsTo(gatehouse, person.id, admin)).toMatchObject([{ state: 'ENDED' }]);
  expect(await waitOf(person.id)).toMatchObject({ awaits: false });
});

test('a rule that decides ends the link too, and the person is told of the approval', async () => {
  const person = await verifiedPerson(gatehouse, 'ruled@ask.test');
  const token = await askedPerson(gatehouse, person, 'Who?', admin);
  await succeed(updatePortal(gatehouse, { autoApprove: true, applyToPending: true }, admin));
  await gatehouse.drain();
  await succeed(updatePortal(gatehouse, { autoApprove: false }, admin));
  expect(await stateOf(gatehouse, token)).toEqual(ended);
  expect(subjectsTo(gatehouse, person.email).at(-1)).toBe('Your registration at demo portal is approved');
});

test('a new password ends the link, as it ends other links', async () => {
  const person = await registeredPerson(gatehouse, 'reset@ask.test');
  const token = await askedPerson(gatehouse, person, 'Who?', admin);
  await requestPasswordReset(gatehouse, person.email);
  await succeed(resetPassword(gatehouse, await mailedToken(gatehouse, person.email), NEW_PASSWORD));
  expect(await stateOf(gatehouse, token)).toEqual(ended);
  expect(await waitOf(person.id)).toMatchObject({ awaits: false });
});

test('a question outlives its admin, and goes with the person; the log has no word of it', async () => {
  const person = await verifiedPerson(gatehouse, 'linus@ask.test');
  const leaving = await addAdmin(gatehouse, 'leaving@ask.test', 'OWNER', 'demo');
  const token = await askedPerson(gatehouse, person, 'A word to Linus', leaving);
  await succeed(removeAdmin(gatehouse, await adminId(gatehouse, 'leaving@ask.test'), admin));
  expect(await questionsTo(gatehouse, person.id, admin)).toMatchObject([{ text: 'A word to Linus', adminEmail: null }]);
  await deleteDevelopers(gatehouse, [person.id], admin);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false });
  expect(await gatehouse.sql('SELECT FROM questions WHERE developer_id = $1', [person.id])).toEqual([]);
  const events = await gatehouse.sql('SELECT * FROM events WHERE subject_id = $1', [person.id]);
  expect(events).toContainEqual(expect.objectContaining({ type: 'developer.question-asked', actor_name: 'leaving@ask.test' }));
  expect(JSON.stringify(events)).not.toContain('A word');
});

test('the person does not see the questions', async () => {
  const person = await registeredPerson(gatehouse, 'curious@ask.test');
  await askedPerson(gatehouse, person, 'Who?', admin);
  await succeed(decide(gatehouse, 'approve', [person.id], admin));
  const token = await bearer(gatehouse, person.email);
  const { data } = await gatehouse.graphql('{ me(portal: "demo") { questions { text } } }', {}, { token });
  expect(data).toEqual({ me: { questions: null } });
});

test('a question and a decision at the same moment: the decision stands, no link works, and the person hears of it', async () => {
  for (let round = 0; round < 10; round++) {
    const verb = round % 2 ? 'approve' : 'reject';
    const person = await verifiedPerson(gatehouse, `race-${round}@ask.test`);
    await Promise.all([askDevelopers(gatehouse, [person.id], 'Who?', admin), decide(gatehouse, verb, [person.id], admin)]);
    await gatehouse.drain();
    const [{ status } = { status: null }] = await gatehouse.sql<{ status: string }>(
      'SELECT status FROM developers WHERE id = $1',
      [person.id],
    );
    expect(status).toBe(verb === 'approve' ? 'APPROVED' : 'REJECTED');
    expect(await waitOf(person.id)).toMatchObject({ awaits: false });
    expect((await questionsTo(gatehouse, person.id, admin)).map(({ state }) => state)).not.toContain('OPEN');
    expect(await gatehouse.sql(`SELECT FROM tokens WHERE developer_id = $1 AND purpose = $2`, [person.id, KIND])).toEqual([]);
    const told = mailsTo(gatehouse, person.email).filter(({ subject }) => !/question|[Vv]erify/.test(subject));
    expect(told).toHaveLength(1);
  }
});
