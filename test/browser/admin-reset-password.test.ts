import { expect, test } from 'vitest';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { NEW_PASSWORD } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, passwordField, press } from './browser.ts';

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const { visit } = await openBrowser(gatehouse);

test('an admin who forgot the password is mailed a link, chooses another, and logs in', async () => {
  const page = await visit();
  await page.goto('/admin/log-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await arriveAt(page, 'Forgot your admin password?');
  await fillIn(page, { 'Email address': 'not an address' });
  await press(page, 'Send me an email');
  await page.getByText('This is not an email address').waitFor();
  await fillIn(page, { 'Email address': ADMIN.email });
  await press(page, 'Send me an email');
  await arriveAt(page, 'Check your email');

  await page.goto(await mailedLink(gatehouse, ADMIN.email));
  await arriveAt(page, 'Choose a new admin password');
  await page.reload();
  await page.getByText('15 to 256 characters').waitFor();
  await passwordField(page).fill('short');
  await press(page, 'Save password');
  await page.getByText('Must have at least 15 characters.').waitFor();
  await passwordField(page).fill(NEW_PASSWORD);
  await press(page, 'Save password');
  await arriveAt(page, 'Your password was changed');
  expect(page.url()).not.toContain('token');
  await page.getByRole('link', { name: 'Log in' }).click();
  await logInWith(page, ADMIN.email, NEW_PASSWORD);
  await page.waitForURL('**/admin');
});

test('a link that does not count offers to ask for a new one', async () => {
  const page = await visit();
  await page.goto('/admin/reset-password');
  await arriveAt(page, 'This link does not work');
  await page.goto('/admin/reset-password?token=made-up');
  await arriveAt(page, 'This link does not work');
  await page.getByRole('link', { name: 'Ask for a new one' }).click();
  await arriveAt(page, 'Forgot your admin password?');
});
