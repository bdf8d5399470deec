import { beforeEach, expect, test } from 'vitest';
import { decide, openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { findLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { mailedToken, mailsTo, signUp, statusOf, verifiedPerson, verifyEmail } from '../kit/people.ts';
import { answerQuestion, askedPerson, questionsTo } from '../kit/questions.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await setSignUpFields(
  gatehouse,
  [
    { key: 'company', label: 'Company', kind: 'TEXT' },
    { key: 'contract', label: 'Contract', kind: 'TEXT', editableBy: 'NOBODY' },
    { key: 'newsletter', label: 'Newsletter', kind: 'BOOLEAN' },
    { key: 'tier', label: 'Tier', kind: 'TEXT', editableBy: 'ADMINS', visibleTo: 'ADMINS' },
  ],
  admin,
);

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

async function personWithAnswers(email: string) {
  const answers = [
    { field: 'company', value: 'Acme' },
    { field: 'contract', value: 'C-1' },
  ];
  await succeed(signUp(gatehouse, email, { answers }));
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, email)));
  await gatehouse.drain();
  const [row] = await gatehouse.sql<{ id: string; since: Date }>(
    'SELECT id, email_verified_at AS since FROM developers WHERE email = $1',
    [email],
  );
  return { email, ...(row ?? expect.fail('nobody registered')) };
}

const answersOf = async (id: string) =>
  (await gatehouse.sql<{ answers: object }>('SELECT answers FROM developers WHERE id = $1', [id]))[0]?.answers;

test('the person answers and changes what they may edit; the request is back in its old place, and nothing is decided', async () => {
  const person = await personWithAnswers('ada@answer.test');
  const token = await askedPerson(gatehouse, person, 'Which company?', admin);
  expect((await findLink(gatehouse, token))?.question).toEqual({
    text: 'Which company?',
    fields: [{ key: 'company' }, { key: 'newsletter' }],
    answers: [{ field: 'company', value: 'Acme' }],
  });
  const answers = [
    { field: 'company', value: 'Acme Rockets' },
    { field: 'newsletter', value: false },
  ];
  const answered = await succeed(answerQuestion(gatehouse, token, { text: ' The new one.\r\n<i>Really</i> ', answers }));
  expect(answered.portal.slug).toBe('demo');
  expect(await questionsTo(gatehouse, person.id, admin)).toMatchObject([
    { state: 'ANSWERED', answer: 'The new one.\n<i>Really</i>', changedFields: ['company'] },
  ]);
  expect(await answersOf(person.id)).toContainEqual({ field: 'company', value: 'Acme Rockets' });
  const [row] = await gatehouse.sql(
    'SELECT email_verified_at AS since, awaits_applicant_until AS until FROM developers WHERE id = $1',
    [person.id],
  );
  expect(row).toEqual({ since: person.since, until: null });
  expect(await statusOf(gatehouse, person.email)).toBe('PENDING');
  expect(await stateOf(gatehouse, token)).toEqual({
    kind: 'ANSWER_QUESTION',
    works: false,
    deadBecause: 'USED',
    used: true,
  });
  const events = await gatehouse.sql('SELECT type, actor_kind, data FROM events WHERE subject_id = $1', [person.id]);
  expect(events).toContainEqual({
    type: 'developer.question-answered',
    actor_kind: 'DEVELOPER',
    data: { questionId: expect.any(String), fields: ['company'] },
  });
});

test('an answer runs no rule: autoApprove that was switched on meanwhile decides nothing', async () => {
  const person = await personWithAnswers('ruled@answer.test');
  const token = await askedPerson(gatehouse, person, 'Which company?', admin);
  await succeed(updatePortal(gatehouse, { autoApprove: true }, admin));
  await succeed(answerQuestion(gatehouse, token, { text: 'Acme' }));
  await gatehouse.drain();
  await succeed(updatePortal(gatehouse, { autoApprove: false }, admin));
  expect(await statusOf(gatehouse, person.email)).toBe('PENDING');
});

test('admins are told of an answer', async () => {
  const person = await personWithAnswers('told@answer.test');
  const token = await askedPerson(gatehouse, person, 'Which company?', admin);
  await gatehouse.sql(`UPDATE new_request_notices SET scheduled_for = now() - interval '6 minutes'`);
  gatehouse.inbox.mails.length = 0;
  await succeed(answerQuestion(gatehouse, token, { text: 'Acme' }));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, ADMIN.email)).toHaveLength(1);
});

test('a changed field alone is an answer; nothing is none, and leaves the link as good as before', async () => {
  const person = await personWithAnswers('grace@answer.test');
  const token = await askedPerson(gatehouse, person, 'Which company?', admin);
  const same = [
    { field: 'company', value: 'Acme' },
    { field: 'newsletter', value: false },
  ];
  for (const said of [{}, { text: '' }, { text: ' \u200b ' }, { text: null, answers: same }, { answers: [] }]) {
    const { issues } = await refusal(answerQuestion(gatehouse, token, said), 'InvalidInput');
    expect(issues).toMatchObject([{ path: ['text'], code: 'REQUIRED' }]);
  }
  await succeed(answerQuestion(gatehouse, token, { answers: [{ field: 'company', value: '' }] }));
  expect(await answersOf(person.id)).toEqual([{ field: 'contract', value: 'C-1' }]);
  expect(await questionsTo(gatehouse, person.id, admin)).toMatchObject([{ answer: null, changedFields: ['company'] }]);
});

test('fields that the person may not edit are refused, and so are bad texts and other tokens', async () => {
  const person = await personWithAnswers('alan@answer.test');
  const token = await askedPerson(gatehouse, person, 'Which company?', admin);
  const codeOf = async (said: Parameters<typeof answerQuestion>[2]) =>
    (await refusal(answerQuestion(gatehouse, token, said), 'InvalidInput')).issues?.map(({ path, code }) => [
      path.join('.'),
      code,
    ]);
  const answer = (field: string, value: string) => ({ text: 'x', answers: [{ field, value }] });
  expect(await codeOf(answer('contract', 'C-2'))).toEqual([['answers.contract', 'READ_ONLY']]);
  expect(await codeOf(answer('tier', 'gold'))).toEqual([['answers.tier', 'UNKNOWN_FIELD']]);
  expect(await codeOf(answer('company', 'x'.repeat(257)))).toEqual([['answers.company', 'TOO_LONG']]);
  expect(await codeOf({ text: 'bell\u0007' })).toEqual([['text', 'BAD_CHARACTERS']]);
  expect(await codeOf({ text: 'x'.repeat(2_001) })).toEqual([['text', 'TOO_LONG']]);
  const { verificationToken } = await verifiedPerson(gatehouse, 'other@answer.test');
  for (const wrong of ['', 'made up', verificationToken]) {
    await refusal(answerQuestion(gatehouse, wrong, { text: 'x' }), 'InvalidToken');
  }
  await refusal(verifyEmail(gatehouse, token), 'InvalidToken');
});

test('two answers at once: one counts', async () => {
  const person = await personWithAnswers('twice@answer.test');
  const token = await askedPerson(gatehouse, person, 'Which company?', admin);
  const both = await Promise.all(['one', 'two'].map((text) => answerQuestion(gatehouse, token, { text })));
  expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(['AnswerQuestionSuccess', 'InvalidToken']);
  const events = await gatehouse.sql(`SELECT FROM events WHERE subject_id = $1 AND type = 'developer.question-answered'`, [
    person.id,
  ]);
  expect(events).toHaveLength(1);
});

test('an answer and a decision at the same moment: the decision stands, and the answer is whole or refused', async () => {
  for (let round = 0; round < 6; round++) {
    const person = await personWithAnswers(`race-${round}@answer.test`);
    const token = await askedPerson(gatehouse, person, 'Which company?', admin);
    const [answered] = await Promise.all([
      answerQuestion(gatehouse, token, { text: 'Acme' }),
      decide(gatehouse, 'reject', [person.id], admin),
    ]);
    expect(await statusOf(gatehouse, person.email)).toBe('REJECTED');
    const state = answered.__typename === 'AnswerQuestionSuccess' ? 'ANSWERED' : 'ENDED';
    expect(await questionsTo(gatehouse, person.id, admin)).toMatchObject([{ state }]);
    expect((await stateOf(gatehouse, token))?.works).toBe(false);
  }
});
