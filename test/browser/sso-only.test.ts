import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { wayIn } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { confirmEmailChange, requestEmailChange } from '../kit/own-account.ts';
import { loggedInPerson, mailedToken, mailsTo, signUp } from '../kit/people.ts';
import { arriveAt, fillIn, mailedLink, openBrowser, press, soon } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);
const id = await wayIn(gatehouse, admin, { label: 'Acme ID' });

test('pages about passwords say that there are none, and lead to the provider', async () => {
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
  const page = await visit();
  for (const [path, heading] of [
    ['log-in', 'Log in'],
    ['sign-up', 'Sign up'],
    ['forgot-password', 'Forgot your password?'],
    ['reset-password?token=x', 'Choose a new password'],
  ] as const) {
    await page.goto(`/p/demo/${path}`);
    await arriveAt(page, heading);
    await page.getByText('demo portal has no passwords.').waitFor();
    expect(await page.locator('input').count()).toBe(0);
    const link = page.getByRole('link', { name: 'Log in with Acme ID' });
    await soon(() => link.getAttribute('href')).toBe(`${gatehouse.url}/sso/demo/${id}/start`);
  }
});

test('a form that was open already says it in a sentence', async () => {
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Ada Lovelace', 'Email address': 'open@browser.test' });
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
  await press(page, 'Sign up');
  await page.getByRole('alert').getByText('This portal has no password log-in. Log in with SSO instead.').waitFor();
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'open@browser.test')).toEqual([]);
});

test('an address that is confirmed meanwhile is, and no password is asked for', async () => {
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
  await signUp(gatehouse, 'late@browser.test');
  const link = await mailedLink(gatehouse, 'late@browser.test');
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
  const page = await visit();
  await page.goto(link);
  await press(page, 'Verify my email address');
  await arriveAt(page, 'Your email address is verified');
  await page.getByRole('link', { name: 'Log in with Acme ID' }).waitFor();
});

test('who takes an address back is told to log in, not to choose a password', async () => {
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
  const person = await loggedInPerson(gatehouse, 'left@browser.test', admin);
  await requestEmailChange(gatehouse, person, 'moved@browser.test');
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'moved@browser.test'));
  const link = await mailedLink(gatehouse, 'left@browser.test');
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
  const page = await visit();
  await page.goto(link);
  await press(page, 'Undo the change');
  await arriveAt(page, 'Your email address is back');
  await page.getByText('left@browser.test').waitFor();
  await soon(() => page.getByRole('link', { name: 'Log in' }).getAttribute('href')).toBe('/p/demo/log-in');
  expect(await page.getByText(/password/i).count()).toBe(0);
});
