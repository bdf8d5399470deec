import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { SignUpFieldInput } from '../generated/operations.ts';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { developerId } from '../kit/people.ts';
import { arriveAt, fillIn, mailedLink, openBrowser, press, soon, tabTo } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit, troubles } = await openBrowser(gatehouse);

const FIELDS: SignUpFieldInput[] = [
  { key: 'company', label: 'Company', kind: 'TEXT', required: true, help: 'Where you work.', maxLength: 10 },
  { key: 'use', label: 'Use', kind: 'CHOICE', choices: ['Work', 'Play'], required: true },
  { key: 'website', label: 'Website', kind: 'URL' },
  { key: 'adult', label: 'I am of age', kind: 'BOOLEAN', required: true },
  { key: 'news', label: 'Send me news', kind: 'BOOLEAN' },
];

test('what is wrong stands beside its field, the first one has the focus, and nothing typed is lost', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Email address': 'not an address' });
  await press(page, 'Sign up');
  await page.locator('input[name=fullName][aria-invalid=true]:focus').waitFor();
  expect(await describedBy(page, 'fullName')).toContain('Enter a name.');
  expect(await describedBy(page, 'email')).toContain('This is not an email address');
  await soon(() => page.getByLabel('Email address').inputValue()).toBe('not an address');
});

test('a failure is told in one sentence with the id of the request, and a second try works', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Alan Turing', 'Email address': 'alan@example.test' });
  const alert = page.getByRole('alert');
  await page.route('/graphql', (route) => route.abort(), { times: 1 });
  await press(page, 'Sign up');
  await alert.getByText('could not be reached').waitFor();
  expect(troubles.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')]);

  const masked = { data: { signUp: null }, errors: [{ message: 'Something went wrong.' }] };
  await page.route('/graphql', (route) => route.fulfill({ json: masked, headers: { 'x-request-id': 'id-1' } }), { times: 1 });
  await press(page, 'Sign up');
  await alert.getByText('(request id-1)').waitFor();
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
});

test('a form that is sent twice in a moment is sent once, and says that it is on its way', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Donald', 'Email address': 'donald@example.test' });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let requests = 0;
  await page.route('/graphql', async (route) => {
    requests += 1;
    await released;
    await route.continue();
  });
  const email = page.getByLabel('Email address');
  await email.press('Enter');
  await page.getByRole('status').getByText('One moment').waitFor();
  await soon(() => page.getByRole('button').isDisabled()).toBe(true);
  await email.press('Enter');
  release();
  await arriveAt(page, 'Check your email');
  expect(requests).toBe(1);
});

test("a portal's own fields and its terms are filled in by keyboard, and what is wrong stands beside each", async () => {
  await setSignUpFields(gatehouse, FIELDS, admin);
  await updatePortal(gatehouse, { terms: { version: '2', url: `${gatehouse.url}/p/demo/` } }, admin);
  const page = await visit();
  const { keyboard } = page;
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Edsger', 'Email address': 'edsger@example.test', 'Website (optional)': 'example' });
  await press(page, 'Sign up');
  await page.locator('[name="answers.company"]:focus').waitFor();
  expect(await describedBy(page, 'answers.company')).toMatch(/Where you work\..*Must not be empty\./);
  expect(await describedBy(page, 'answers.use')).toContain('Choose one.');
  expect(await describedBy(page, 'answers.website')).toContain('Must be a URL such as https://example.com.');
  expect(await describedBy(page, 'answers.adult')).toContain('Must be confirmed.');
  expect(await describedBy(page, 'answers.news')).toBe('');

  const [shown] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'terms of use' }).click()]);
  await shown.close();
  await page.getByLabel('Company').focus();
  await keyboard.type('THE');
  await tabTo(page, page.getByLabel('Use', { exact: true }));
  await keyboard.type('Play');
  await tabTo(page, page.getByLabel('Website'));
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('https://example.com');
  await tabTo(page, page.getByLabel('I am of age'));
  await keyboard.press('Space');
  await setSignUpFields(gatehouse, [...FIELDS, { key: 'new', label: 'New', kind: 'TEXT', required: true }], admin);
  await tabTo(page, page.getByRole('button', { name: 'Sign up' }));
  await keyboard.press('Enter');
  await page.getByRole('alert').getByText('This form has changed. Load the page again.').waitFor();
  await setSignUpFields(gatehouse, FIELDS, admin);
  await keyboard.press('Enter');
  await arriveAt(page, 'Check your email');

  await page.goto(await mailedLink(gatehouse, 'edsger@example.test'));
  await arriveAt(page, 'Verify your email address');
  await soon(() => page.getByLabel('Company').inputValue()).toBe('THE');
  await fillIn(page, { Company: 'TU/e' });
  await press(page, 'Verify my email address');
  await page.locator('[name=acceptedTerms]:focus').waitFor();
  expect(await describedBy(page, 'acceptedTerms')).toContain('Accept the terms of use.');
  await page.getByLabel('I accept the terms of use').check();
  await updatePortal(gatehouse, { terms: { version: '3', url: `${gatehouse.url}/p/demo/` } }, admin);
  await press(page, 'Verify my email address');
  await page.getByText('The terms of use have changed.').waitFor();
  await updatePortal(gatehouse, { terms: { version: '2', url: `${gatehouse.url}/p/demo/` } }, admin);
  await press(page, 'Verify my email address');
  await arriveAt(page, 'Create a password');
  const { data } = await gatehouse.graphql(
    'query($id: ID!) { developer(id: $id) { answers { field value } acceptedTerms { version } } }',
    { id: await developerId(gatehouse, 'edsger@example.test') },
    { token: admin },
  );
  expect(data).toEqual({
    developer: {
      answers: [
        { field: 'company', value: 'TU/e' },
        { field: 'use', value: 'Play' },
        { field: 'website', value: 'https://example.com/' },
        { field: 'adult', value: true },
        { field: 'news', value: false },
      ],
      acceptedTerms: [{ version: '2' }],
    },
  });
});

test('a closed portal and an unknown one say so', async () => {
  const page = await visit();
  await page.goto('/p/nowhere/sign-up');
  await arriveAt(page, 'There is no such page');
  expect(troubles.splice(0)).toEqual([expect.stringContaining('404')]);
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Late', 'Email address': 'late@example.test' });
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  await press(page, 'Sign up');
  await page.getByRole('alert').getByText('accepts no registrations').waitFor();
  await page.reload();
  await arriveAt(page, 'Registration is closed');
});

/** What a screen reader says after the label of a field. */
async function describedBy(page: Page, name: string): Promise<string> {
  const ids = (await page.locator(`[name="${name}"]`).getAttribute('aria-describedby'))?.split(' ') ?? [];
  return (await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()))).join(' ');
}
