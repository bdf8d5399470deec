import { expect, test } from 'vitest';
import { addAdmin, inviteAdmin, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { NEW_PASSWORD } from '../kit/people.ts';
import { arriveAt, logInWith, mailedLink, openBrowser, passwordField, press } from './browser.ts';

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const { visit } = await openBrowser(gatehouse);
const owner = await openDemoPortal(operator);

test('an invited person sees who invited to what, chooses a password, and logs in', async () => {
  await succeed(inviteAdmin(operator, 'new@page.test', [{ portal: 'demo', role: 'APPROVER' }], owner));
  const page = await visit();
  await page.goto(await mailedLink(gatehouse, 'new@page.test'));
  await arriveAt(page, 'You are invited to be an admin');
  await page.getByText(`${ADMIN.email} invited new@page.test to be an approver of demo portal.`).waitFor();
  await passwordField(page).fill('short');
  await press(page, 'Accept');
  await page.getByText('Must have at least 15 characters.').waitFor();
  await passwordField(page).fill(NEW_PASSWORD);
  await press(page, 'Accept');
  await arriveAt(page, 'You are an admin now');
  expect(page.url()).not.toContain('token');
  await page.getByRole('link', { name: 'Log in' }).click();
  await logInWith(page, 'new@page.test', NEW_PASSWORD);
  await page.waitForURL('**/admin');
});

test('an admin logs in first, comes back, and accepts without a password', async () => {
  await addAdmin(operator, 'known@page.test', 'VIEWER', null);
  await succeed(inviteAdmin(operator, 'known@page.test', [{ portal: 'demo', role: 'OWNER' }], owner));
  const page = await visit();
  await page.goto(await mailedLink(gatehouse, 'known@page.test'));
  await page.getByRole('link', { name: 'Log in as known@page.test' }).click();
  await logInWith(page, 'known@page.test', ADMIN.password);
  await arriveAt(page, 'You are invited to be an admin');
  await press(page, 'Accept');
  await arriveAt(page, 'You are an admin now');
});

test('a link that does not count says so', async () => {
  const page = await visit();
  await page.goto('/admin/accept-invitation?token=made-up');
  await arriveAt(page, 'This link does not work');
});
