import { expect, test } from 'vitest';
import { decide, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { mailedToken, signUp, verifyEmail } from '../kit/people.ts';
import { askedPerson, questionsTo } from '../kit/questions.ts';
import { arriveAt, openBrowser, press, soon } from './browser.ts';

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const { visit } = await openBrowser(gatehouse);
const admin = await openDemoPortal(operator);
await setSignUpFields(
  operator,
  [
    { key: 'company', label: 'Company', kind: 'TEXT' },
    { key: 'contract', label: 'Contract', kind: 'TEXT', editableBy: 'NOBODY' },
  ],
  admin,
);

/** Somebody who was asked. */
async function asked(email: string, question: string) {
  const answers = [
    { field: 'company', value: 'Acme' },
    { field: 'contract', value: 'C-1' },
  ];
  await succeed(signUp(operator, email, { answers }));
  await succeed(verifyEmail(operator, await mailedToken(operator, email)));
  await operator.drain();
  const [row] = await operator.sql<{ id: string }>('SELECT id FROM developers WHERE email = $1', [email]);
  const id = row?.id ?? expect.fail('nobody registered');
  return { id, path: `/p/demo/answer-question?token=${await askedPerson(operator, { id, email }, question, admin)}` };
}

test('the page shows the question as text, takes an answer and a changed field, and works once', async () => {
  const { id, path } = await asked('ada@page.test', 'Which API?\n<img src=x onerror="document.title=1"> & why?');
  const page = await visit();
  await page.goto(path);
  await arriveAt(page, 'A question about your registration');
  await page
    .getByText('Your registration at demo portal with the email address ada@page.test is waiting for a decision')
    .waitFor();
  await soon(() => page.locator('.question').textContent()).toBe('Which API?\n<img src=x onerror="document.title=1"> & why?');
  expect(await page.locator('.question *').count()).toBe(0);
  expect(await page.getByLabel('Contract').count()).toBe(0);
  await soon(() => page.getByLabel('Company').inputValue()).toBe('Acme');

  await press(page, 'Send the answer');
  await page.getByText('Write an answer, or change what you filled in.').waitFor();
  await page.getByLabel('Your answer').fill('The billing API.\nFor our shop.');
  await page.getByLabel('Company').fill('Acme Rockets');
  await press(page, 'Send the answer');
  await arriveAt(page, 'Your answer is sent');
  expect(page.url()).not.toContain('token');
  expect(await questionsTo(operator, id, admin)).toMatchObject([
    { state: 'ANSWERED', answer: 'The billing API.\nFor our shop.', changedFields: ['company'] },
  ]);

  await page.goto(path);
  await arriveAt(page, 'You answered this question already');
});

test('a reader who is not that person ends the link', async () => {
  const { id, path } = await asked('stranger@page.test', 'Who are you?');
  const page = await visit();
  await page.goto(path);
  await press(page, 'This was not me');
  await arriveAt(page, 'Thank you for telling us');
  expect(await questionsTo(operator, id, admin)).toMatchObject([{ state: 'ENDED' }]);
});

test('a link that a decision ended says so, and so does one that is cut off', async () => {
  const { id, path } = await asked('late@page.test', 'Who are you?');
  const page = await visit();
  await page.goto(path);
  await arriveAt(page, 'A question about your registration');
  await succeed(decide(operator, 'approve', [id], admin));
  await page.getByLabel('Your answer').fill('Too late');
  await press(page, 'Send the answer');
  await arriveAt(page, 'This link does not work');
  await page.goto(path);
  await page.getByText('It was ended, or something changed since it was sent.').waitFor();
  await page.goto('/p/demo/answer-question?token=made-up');
  await arriveAt(page, 'This link does not work');
});
