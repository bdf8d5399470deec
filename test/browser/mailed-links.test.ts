import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { whoAskedToMove } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { confirmEmailChange } from '../kit/own-account.ts';
import { approvedPerson, NEW_PASSWORD, requestPasswordReset, signUp, subjectsTo } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, passwordField, press, soon } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

beforeEach(() => gatehouse.drain());

test('S7: the page of a sign-up shows what a stranger filled in and from where, and ends it', async () => {
  const page = await visit();
  await signUp(gatehouse, 'vera@pages.test', { fullName: 'Mallory' });
  const link = await mailedLink(gatehouse, 'vera@pages.test');
  await page.goto(link);
  await arriveAt(page, 'Verify your email address');
  await soon(() => page.getByLabel('Full name').inputValue()).toBe('Mallory');
  await page.getByText(/This link was requested on .*20\d\d.* from node, IP address (127\.0\.0\.1|::1)\./).waitFor();
  await press(page, 'This was not me');
  await arriveAt(page, 'Thank you for telling us');
  expect(await gatehouse.sql("SELECT 1 FROM developers WHERE email = 'vera@pages.test'")).toEqual([]);
  await page.reload();
  await arriveAt(page, 'This link does not work');
});

test('S7: a change of address shows whose account it is, and is refused while another account is logged in', async () => {
  const page = await visit();
  await whoAskedToMove(gatehouse, admin, 'mallory@pages.test', 'wanted@pages.test');
  const link = await mailedLink(gatehouse, 'wanted@pages.test');
  const { email } = await approvedPerson(gatehouse, 'own@pages.test', admin);
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  await page.goto(link);
  await arriveAt(page, 'Confirm your new email address');
  await page.getByText('m***@pages.test').waitFor();
  await press(page, 'Confirm my email address');
  await page.getByRole('alert').getByText('You are logged in to another account of this portal.').waitFor();
  expect(await gatehouse.sql("SELECT 1 FROM developers WHERE email = 'wanted@pages.test'")).toEqual([]);
  await press(page, 'This was not me');
  await arriveAt(page, 'Thank you for telling us');
});

test('D6, D7: a reset link says on opening whether it works, and afterwards what it did, with the address filled in', async () => {
  const page = await visit();
  const { email } = await approvedPerson(gatehouse, 'reset@pages.test', admin);
  await page.goto('/p/demo/forgot-password');
  await fillIn(page, { 'Email address': email });
  await press(page, 'Send me an email');
  await arriveAt(page, 'Check your email');
  const link = await mailedLink(gatehouse, email);
  await page.goto(link);
  await arriveAt(page, 'Choose a new password');
  await page.getByText(email).waitFor();
  await passwordField(page).fill(NEW_PASSWORD);
  await press(page, 'Save password');
  await arriveAt(page, 'Your password was changed');
  await page.getByRole('link', { name: 'Log in' }).click();
  await arriveAt(page, 'Log in');
  await soon(() => page.getByLabel('Email address').inputValue()).toBe(email);
  await passwordField(page).fill(NEW_PASSWORD);
  await press(page, 'Log in');
  await arriveAt(page, 'Catalog');

  await page.goto(link);
  await arriveAt(page, 'Your password was already changed');
  expect(await page.locator('input').count()).toBe(0);
  await gatehouse.drain();
  await requestPasswordReset(gatehouse, email);
  const late = await mailedLink(gatehouse, email);
  await gatehouse.sql("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE purpose = 'RESET_PASSWORD'");
  await page.goto(late);
  await arriveAt(page, 'This link has expired');
  expect(await page.locator('input').count()).toBe(0);
  await page.getByRole('link', { name: 'Ask for a new one' }).click();
  await arriveAt(page, 'Forgot your password?');
});

test('D9: "Check your email" survives a reload, and sends the email again in place', async () => {
  const page = await visit();
  const email = 'again@pages.test';
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Ada', 'Email address': email });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  expect(page.url()).toBe(`${gatehouse.url}/p/demo/check-email`);
  await page.reload();
  await arriveAt(page, 'Check your email');
  await page.getByText(email).waitFor();
  await gatehouse.drain();
  await press(page, 'Send it again');
  await page.getByText('We have sent it again.').waitFor();
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toHaveLength(2);

  const elsewhere = await visit();
  await elsewhere.goto('/p/demo/reset-sent');
  await fillIn(elsewhere, { 'Email address': 'nobody' });
  await press(elsewhere, 'Send it again');
  await elsewhere.locator('[name=email][aria-invalid=true]:focus').waitFor();
});

test('D22: a link that changed an address says so when it is opened again', async () => {
  const page = await visit();
  const { confirmation } = await whoAskedToMove(gatehouse, admin, 'moves@pages.test', 'moved@pages.test');
  await confirmEmailChange(gatehouse, confirmation);
  await page.goto(`/p/demo/confirm-email?token=${confirmation}`);
  await arriveAt(page, 'Your email address is already confirmed');
  await page.goto(`/p/demo/reset-password?token=${confirmation}`);
  await arriveAt(page, 'This link does not work');
});
