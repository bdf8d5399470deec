import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { SignUpFieldInput } from '../generated/operations.ts';
import { openDemoPortal, setAnswers, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, logIn, NEW_PASSWORD, whoAmI } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, openRow, press, primaryButtons, soon } from './browser.ts';
import { violationsOf } from './desk.ts';

const NARROWEST = 320;

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const admin = await openDemoPortal(operator);
const { visit } = await openBrowser(gatehouse);

test('a person changes name, password and address, ends a session, takes the address back and deletes the account', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const [email, newEmail] = ['ada@account.test', 'ada.new@account.test'];
  await approvedPerson(operator, email, admin);
  const { token } = await succeed(
    logIn(operator, email, undefined, {}, { headers: { 'user-agent': 'portal-cli/1.0' } }),
    'token',
  );
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');

  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROWEST);
  await openRow(page, 'Profile');
  await fillIn(page, { 'Full name': 'Ada King' });
  await press(page, 'Save name');
  await page.locator('p:focus').getByText('Your name is saved.').waitFor();
  await page.reload();
  await arriveAt(page, 'Your account');
  await soon(() => page.getByLabel('Full name').inputValue()).toBe('Ada King');

  const sessions = await openRow(page, 'Where you are logged in');
  await sessions.getByText('(this one)').waitFor();
  expect(await whoAmI(operator, { token })).toBe(email);
  await press(page, 'Log out portal-cli/1.0');
  await sessions.getByText('portal-cli/1.0').waitFor({ state: 'detached' });
  expect(await whoAmI(operator, { token })).toBeNull();
  await sessions.getByText('Logged in with password').waitFor();

  await openRow(page, 'Password');
  await fillIn(page, { 'Current password': 'not my password at all', 'New password': NEW_PASSWORD });
  await press(page, 'Change password');
  await page.getByText('The password is wrong.').waitFor();
  await fillIn(page, { 'Current password': 'seven brown foxes jumped', 'New password': 'short' });
  await press(page, 'Change password');
  await page.getByText('Must have at least 15 characters.').waitFor();
  await fillIn(page, { 'New password': NEW_PASSWORD });
  await press(page, 'Change password');
  await page.getByText('Your password is saved').waitFor();

  // The cookie was replaced, so the page goes on.
  const address = await openRow(page, 'Email address');
  await fillIn(page, { 'New email address': newEmail });
  await address.getByLabel('Your password').fill(NEW_PASSWORD);
  await press(page, 'Change address');
  await page.getByText(`We have sent an email to ${newEmail}.`).waitFor();
  await page.goto(await mailedLink(gatehouse, newEmail));
  await arriveAt(page, 'Confirm your new email address');
  await page.reload();
  await arriveAt(page, 'Confirm your new email address');
  await press(page, 'Confirm my email address');
  await arriveAt(page, 'Your email address is changed');
  expect(page.url()).not.toContain('token');
  await page.getByRole('link', { name: 'Your account' }).click();
  await page.getByText(newEmail, { exact: true }).waitFor();

  const undo = await mailedLink(gatehouse, email);
  await page.goto(undo);
  await arriveAt(page, 'Undo the change of your email address');
  await press(page, 'Undo the change');
  await arriveAt(page, 'Your email address is back');
  expect(page.url()).not.toContain('token');
  await fillIn(page, { Password: `${NEW_PASSWORD} again` });
  await press(page, 'Create password');
  await arriveAt(page, 'You can log in now');
  await page.goto(undo);
  await arriveAt(page, 'The change is already undone');

  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
  await logInWith(page, email, `${NEW_PASSWORD} again`);
  await arriveAt(page, 'Your account');
  // D1: closed, until it is asked for; then the address as well as the password.
  expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
  const danger = await openRow(page, 'Delete your account');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROWEST);
  await danger.getByLabel('Your password').fill(`${NEW_PASSWORD} again`);
  await press(page, 'Delete my account for good');
  await page.locator('input[name=email]:focus').waitFor();
  await danger.getByLabel(`Type ${email}`).fill('someone@else.test');
  await press(page, 'Delete my account for good');
  await page.getByText('This is not the email address of this account.').waitFor();
  await danger.getByLabel(`Type ${email}`).fill(email);
  await press(page, 'Delete my account for good');
  await arriveAt(page, 'Your account is deleted');
  expect(await page.getByRole('navigation').count()).toBe(0);
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
});

test('a person logs out everywhere, also here', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const email = 'everywhere@account.test';
  await approvedPerson(operator, email, admin);
  const { token } = await succeed(logIn(operator, email), 'token');
  await page.goto('/p/demo/account');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  await openRow(page, 'Where you are logged in');
  await press(page, 'Log out everywhere, also here');
  await arriveAt(page, 'You are logged out');
  expect(await whoAmI(operator, { token })).toBeNull();
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
});

test('a person changes answers, sees what is kept, and accepts new terms', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const email = 'grace@account.test';
  const { id } = await approvedPerson(operator, email, admin);
  const fields: SignUpFieldInput[] = [
    { key: 'company', label: 'Company', kind: 'TEXT', required: true },
    { key: 'use', label: 'Use', kind: 'CHOICE', choices: ['Work', 'Play'] },
    { key: 'news', label: 'Send me news', kind: 'BOOLEAN' },
    { key: 'vat-id', label: 'VAT ID', kind: 'TEXT', editableBy: 'NOBODY' },
    { key: 'partner', label: 'Partner', kind: 'BOOLEAN', editableBy: 'ADMINS' },
    { key: 'risk', label: 'Risk', kind: 'TEXT', visibleTo: 'ADMINS', editableBy: 'ADMINS' },
  ];
  await setSignUpFields(operator, fields, admin);
  await updatePortal(operator, { terms: { version: '7', url: `${gatehouse.url}/p/demo/` } }, admin);
  const kept = [
    { field: 'partner', value: true },
    { field: 'risk', value: 'high' },
  ];
  await setAnswers(operator, id, kept, admin);
  await page.goto('/p/demo/account');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROWEST);

  await press(page, 'Accept the terms of use');
  await page.locator('p:focus').getByText('You have accepted the terms of use.').waitFor();
  await openRow(page, 'Your answers');
  await soon(() => page.locator('dl').textContent()).toBe('PartnerYes');
  await press(page, 'Save answers');
  await page.locator('[name="answers.company"]:focus').waitFor();
  await fillIn(page, { Company: 'Navy', 'VAT ID (optional)': 'DE123' });
  await page.getByLabel('Use (optional)').selectOption('Play');
  await page.getByLabel('Send me news').check();
  await press(page, 'Save answers');
  await page.locator('p:focus').getByText('Your answers are saved.').waitFor();
  await soon(() => page.locator('dl').textContent()).toBe('VAT IDDE123PartnerYes');
  expect(await page.getByLabel('VAT ID').count()).toBe(0);
  await page.reload();
  await arriveAt(page, 'Your account');
  await soon(() => page.getByLabel('Company').inputValue()).toBe('Navy');
  await soon(() => page.getByLabel('Use (optional)').inputValue()).toBe('Play');
  await soon(() => page.getByLabel('Send me news').isChecked()).toBe(true);
  expect(await page.getByText('Accept the terms of use').count()).toBe(0);
});

test('a person saves a file with the own data', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const email = 'data@account.test';
  await updatePortal(operator, { terms: null }, admin);
  await setSignUpFields(operator, [], admin);
  await approvedPerson(operator, email, admin);
  await page.goto('/p/demo/account');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  await openRow(page, 'Your data');
  const download = page.waitForEvent('download');
  await press(page, 'Download my data');
  const file = await download;
  expect(file.suggestedFilename()).toBe('demo.json');
  expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toMatchObject({ profile: { email } });
  await page.locator('p:focus').getByText('Your data is downloaded.').waitFor();
});

test('one row is open at a time; it stays open when the page loads again, and an address can name it', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const email = 'rows@account.test';
  await approvedPerson(operator, email, admin);
  const openRows = () => page.locator('details.row[open] > summary h2').allTextContents();
  // Through the log-in, too.
  await page.goto('/p/demo/account#password');
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  await page.getByLabel('Current password').waitFor();
  await soon(openRows).toEqual(['Password']);

  await page.locator('#profile > summary').press('Enter');
  await page.getByLabel('Full name').fill('Ada King');
  await soon(openRows).toEqual(['Profile']);
  await press(page, 'Save name');
  await page.getByText('Your name is saved.').waitFor();
  await soon(openRows).toEqual(['Profile']);
  await page.waitForURL('**/account#profile');
  await page.reload();
  await arriveAt(page, 'Your account');
  await soon(openRows).toEqual(['Profile']);

  await page.evaluate("location.hash = 'sessions'");
  await page.getByText('(this one)').waitFor();
  await soon(openRows).toEqual(['Where you are logged in']);
  await page.getByText('Where you are logged in').click();
  await page.waitForURL('**/account');
  await soon(openRows).toEqual([]);
  await soon(() => page.locator('details.row > summary').allTextContents()).toEqual([
    'ProfileAda King',
    `Email address${email}`,
    'Password',
    'Where you are logged in',
    'Your data',
    'Delete your account',
  ]);
});

test.each(['light', 'dark'] as const)(
  'no row breaks a rule of accessibility or the narrowest screen, %s',
  async (colorScheme) => {
    const page = await visit({ viewport: { width: NARROWEST, height: 640 }, colorScheme });
    const email = `axe-${colorScheme}@account.test`;
    await updatePortal(operator, { locales: { default: 'en', offered: ['en', 'de'] }, secondFactor: 'OPTIONAL' }, admin);
    await setSignUpFields(operator, [{ key: 'company', label: 'Company', kind: 'TEXT' }], admin);
    await approvedPerson(operator, email, admin);
    await succeed(logIn(operator, email, undefined, {}, { headers: { 'user-agent': 'portal-cli/1.0' } }), 'token');
    await page.goto('/p/demo/account');
    await logInWith(page, email);
    await arriveAt(page, 'Your account');
    const titles = await page.locator('details.row > summary h2').allTextContents();
    expect(titles).toHaveLength(9);
    for (const title of titles) {
      await openRow(page, title);
      expect([title, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([title, NARROWEST]);
      expect([title, await violationsOf(page)]).toEqual([title, []]);
      expect(await primaryButtons(page), title).toBeLessThanOrEqual(1);
    }
  },
);
