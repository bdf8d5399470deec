import { expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { developerId, PASSWORD } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, passwordField, press, soon, tabTo } from './browser.ts';

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const admin = await openDemoPortal(operator);
await updatePortal(operator, { catalogUrl: `${gatehouse.url}/p/demo/catalog` }, admin);
const { visit } = await openBrowser(gatehouse);

test('a person signs up, confirms by one click, creates a password, waits, is approved, logs in and logs out', async () => {
  const page = await visit();
  const email = 'ada@example.test';
  await page.goto('/p/demo/');
  await arriveAt(page, 'Welcome');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await arriveAt(page, 'Sign up');
  expect(await page.title()).toBe('Sign up - demo portal');
  await fillIn(page, { 'Full name': 'Ada Lovelace', 'Email address': email });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');

  const link = await mailedLink(gatehouse, email);
  await fetch(link);
  await fetch(link, { method: 'HEAD' });
  await page.goto(link);
  await arriveAt(page, 'Verify your email address');
  await page.reload();
  await arriveAt(page, 'Verify your email address');
  expect(await registration(email)).toMatchObject({ emailVerified: false });
  await press(page, 'Verify my email address');
  await arriveAt(page, 'Create a password');
  expect(await registration(email)).toMatchObject({ emailVerified: true, hasPassword: false });
  await page.reload();
  await arriveAt(page, 'Your email address is already verified');
  await press(page, 'Continue');
  await arriveAt(page, 'Create a password');

  await passwordField(page).fill('short');
  await press(page, 'Create password');
  await page.getByText('Must have at least 15 characters.').waitFor();
  await page.locator('input[name=password]:focus').waitFor();
  await soon(() => passwordField(page).inputValue()).toBe('short');
  await gatehouse.drain();
  await passwordField(page).fill(PASSWORD);
  await press(page, 'Create password');
  await arriveAt(page, 'Waiting for approval');
  expect(page.url()).not.toContain('token');

  await decide(gatehouse, 'approve', [await developerId(gatehouse, email)], admin);
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.at(-1)).toMatchObject({ recipients: [email], subject: expect.stringContaining('approved') });
  await page.reload();
  await arriveAt(page, 'Waiting for approval');
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  await page.getByRole('navigation').getByText('Ada Lovelace').waitFor();
  await press(page, 'Log out');
  await arriveAt(page, 'You are logged out');
  await page.goto('/p/demo/catalog');
  await arriveAt(page, 'Log in');
});

test('the keyboard alone is enough', async () => {
  const page = await visit();
  const email = 'grace@example.test';
  const { keyboard } = page;
  const button = (name: string) => page.getByRole('button', { name });
  await page.goto('/p/demo/');
  await tabTo(page, page.getByRole('link', { name: 'Sign up' }));
  await keyboard.press('Enter');
  await arriveAt(page, 'Sign up');
  await tabTo(page, page.getByLabel('Full name'));
  await keyboard.type('Grace Hopper');
  await tabTo(page, page.getByLabel('Email address'));
  await keyboard.type(email);
  await keyboard.press('Enter');
  await arriveAt(page, 'Check your email');

  await page.goto(await mailedLink(gatehouse, email));
  await arriveAt(page, 'Verify your email address');
  await tabTo(page, button('Verify my email address'));
  await keyboard.press('Space');
  await arriveAt(page, 'Create a password');
  await gatehouse.drain();
  await tabTo(page, passwordField(page));
  await keyboard.type('short');
  await keyboard.press('Enter');
  await page.getByText('Must have at least 15 characters.').waitFor();
  // The wrong field has the focus, so it can be corrected right away.
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type(PASSWORD);
  await tabTo(page, page.getByLabel('Show password'));
  await keyboard.press('Space');
  await soon(() => passwordField(page).getAttribute('type')).toBe('text');
  await tabTo(page, button('Create password'));
  await keyboard.press('Enter');
  await arriveAt(page, 'Waiting for approval');

  await decide(gatehouse, 'approve', [await developerId(gatehouse, email)], admin);
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Log in');
  await tabTo(page, page.getByLabel('Email address'));
  await keyboard.type(email);
  await tabTo(page, passwordField(page));
  await keyboard.type('not the password');
  await tabTo(page, button('Log in'));
  await keyboard.press('Enter');
  await page.getByText('The email address or the password is wrong.').waitFor();
  // The focus stayed on the button: back over the checkbox to the password, which is selected by that.
  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Tab');
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await arriveAt(page, 'Catalog');
  await tabTo(page, button('Log out'));
  await keyboard.press('Enter');
  await arriveAt(page, 'You are logged out');
});

test('who is approved at once can log in at once, and ends at the page asked for', async () => {
  const page = await visit();
  const email = 'linus@example.test';
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await page.goto('/p/demo/catalog?api=weather');
  await arriveAt(page, 'Log in');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await arriveAt(page, 'Sign up');
  await fillIn(page, { 'Full name': 'Linus', 'Email address': email });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  await page.goto(await mailedLink(gatehouse, email));
  await press(page, 'Verify my email address');
  await arriveAt(page, 'Create a password');
  await gatehouse.drain();
  await passwordField(page).fill(PASSWORD);
  await press(page, 'Create password');
  await arriveAt(page, 'You can log in now');
  await page.getByRole('link', { name: 'Log in' }).click();
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  expect(page.url()).toBe(`${gatehouse.url}/p/demo/catalog?api=weather`);
});

type Registration = { emailVerified: boolean; hasPassword: boolean };

async function registration(email: string): Promise<Registration | null> {
  const document = 'query ($id: ID!) { developer(id: $id) { emailVerified hasPassword } }';
  const variables = { id: await developerId(gatehouse, email) };
  const { data } = await gatehouse.graphql<{ developer: Registration | null }>(document, variables, { token: admin });
  return data.developer;
}
