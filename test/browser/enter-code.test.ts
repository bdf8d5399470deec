import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, mailedCode, statusOf, wrongCode } from '../kit/people.ts';
import { arriveAt, fillIn, mailedLink, openBrowser, passwordField, press, primaryButtons, soon, tabTo } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

const WRONG = 'This code is wrong, or no longer valid.';

beforeEach(() => gatehouse.sql('DELETE FROM mail_bounds'));

async function signUp(page: Page, email: string, more: Record<string, string> = {}) {
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Ada Lovelace', 'Email address': email, ...more });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
}

const codeField = (page: Page) => page.getByLabel('Code from the email');

test('with the code, a person goes on to the password by keyboard, on a narrow page, without the link', async () => {
  const page = await visit({ viewport: { width: 320, height: 640 } });
  await signUp(page, 'ada@code.test');
  const code = await mailedCode(gatehouse, 'ada@code.test');
  await soon(() => codeField(page).getAttribute('autocomplete')).toBe('one-time-code');
  await soon(() => codeField(page).getAttribute('inputmode')).toBe('numeric');
  expect(await primaryButtons(page)).toBe(1);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);

  await tabTo(page, codeField(page));
  await page.keyboard.type(wrongCode(code));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(WRONG).waitFor();
  await codeField(page).fill(code);
  await tabTo(page, page.getByRole('button', { name: 'Go on with the code' }));
  await page.keyboard.press('Enter');
  await arriveAt(page, 'Create a password');
  await page.getByText('ada@code.test').waitFor();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  await passwordField(page).fill('otter lamp wind copper');
  await press(page, 'Create password');
  await arriveAt(page, 'Waiting for approval');
  expect(await statusOf(gatehouse, 'ada@code.test')).toBe('PENDING');
});

test('after a reload, and after another email, the codes of both emails work, and what was typed here is registered', async () => {
  await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT', required: true }], admin);
  await updatePortal(gatehouse, { terms: { version: '1', url: `${gatehouse.url}/p/demo/` } }, admin);
  const page = await visit();
  const email = 'again@code.test';
  await signUp(page, email, { Company: 'Analytical Engines' });
  const first = await mailedCode(gatehouse, email);
  // Somebody else signs up with the address, and the next email carries that form.
  const stranger = await visit();
  await signUp(stranger, email, { 'Full name': 'Mallory', Company: 'Evil' });
  await gatehouse.drain();
  await page.reload();
  await arriveAt(page, 'Check your email');
  await press(page, 'Send it again');
  await page.getByText('We have sent it again.').waitFor();
  const second = await mailedCode(gatehouse, email);
  expect(second).not.toBe(first);

  await codeField(stranger).fill(second);
  await stranger.getByLabel('I accept the terms of use').check();
  await press(stranger, 'Go on with the code');
  await stranger.getByRole('alert').getByText(WRONG).waitFor();

  await codeField(page).fill(second);
  await press(page, 'Go on with the code');
  await page.locator('[name=acceptedTerms]:focus').waitFor();
  await page.getByLabel('I accept the terms of use').check();
  await press(page, 'Go on with the code');
  await arriveAt(page, 'Create a password');
  const people = 'SELECT full_name, answers FROM developers WHERE email = $1';
  expect(await gatehouse.sql(people, [email])).toEqual([
    { full_name: 'Ada Lovelace', answers: [{ field: 'company', value: 'Analytical Engines' }] },
  ]);

  const other = await visit();
  await signUp(other, 'first@code.test', { Company: 'THE' });
  const oldest = await mailedCode(gatehouse, 'first@code.test');
  await press(other, 'Send it again');
  await other.getByText('We have sent it again.').waitFor();
  await gatehouse.drain();
  await codeField(other).fill(oldest);
  await other.getByLabel('I accept the terms of use').check();
  await press(other, 'Go on with the code');
  await arriveAt(other, 'Create a password');
  await setSignUpFields(gatehouse, [], admin);
  await updatePortal(gatehouse, { terms: null }, admin);
});

test('the page looks the same for an address that is registered, and its code field takes nothing', async () => {
  await approvedPerson(gatehouse, 'known@code.test', admin);
  const page = await visit();
  await signUp(page, 'known@code.test');
  await codeField(page).fill('123 456');
  await press(page, 'Go on with the code');
  await page.getByRole('alert').getByText(WRONG).waitFor();
});

test('a tab that did not sign up asks for no code, and the link works beside it', async () => {
  const page = await visit();
  await signUp(page, 'link@code.test');
  const link = await mailedLink(gatehouse, 'link@code.test');
  const elsewhere = await visit();
  await elsewhere.goto('/p/demo/check-email');
  await arriveAt(elsewhere, 'Check your email');
  expect(await codeField(elsewhere).count()).toBe(0);
  await elsewhere.goto(link);
  await arriveAt(elsewhere, 'Verify your email address');
  await press(elsewhere, 'Verify my email address');
  await arriveAt(elsewhere, 'Create a password');
  await codeField(page).fill(await mailedCode(gatehouse, 'link@code.test'));
  await press(page, 'Go on with the code');
  await page.getByRole('alert').getByText(WRONG).waitFor();
});
