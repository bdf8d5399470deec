import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addAdmin, adminBearer, adminId, adminsSeenBy, openDemoPortal } from '../kit/admins.ts';
import { waitElevenMinutes } from '../kit/confirm.ts';
import { connected } from '../kit/connections.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { ACCOUNTS, prepareOidcProvider } from '../kit/oidc-provider.ts';
import { givenPasskey } from '../kit/passkeys.ts';
import { arriveAt, logInWith, openBrowser, press, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';
import { attachAuthenticator, withoutOffers } from './passkeys.ts';

const provider = await prepareOidcProvider();
const { issuer, clientId, clientSecret } = provider;
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer).host });
const owner = await openDemoPortal(gatehouse);
await provider.start({ client_secret: clientSecret, redirect_uris: [`${gatehouse.url}/sso/callback`] });
const { visit } = await openBrowser(gatehouse, [issuer]);

const company = { portal: null, label: 'Company ID', issuer, clientId, clientSecret, enabled: true };
await connected(gatehouse, company, owner);
const link = { adminId: await adminId(gatehouse, ADMIN.email), issuer, subject: 'grace' };
await gatehouse.app.prisma.adminSsoIdentity.create({ data: link });

const endSessions = () => gatehouse.sql('DELETE FROM admin_sessions');

/** Makes an admin, and types that this one shall be removed. The button is not pressed. */
async function beginToRemove(page: Page, email: string, by = ADMIN): Promise<() => Promise<void>> {
  await addAdmin(gatehouse, email, 'VIEWER', 'demo');
  await arriveAtDesk(page, '/admin/admins', 'Admins', by);
  await press(page, `Remove ${email}`);
  await page.getByLabel(`Type ${email} to confirm`).fill(email);
  return () => page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
}

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const isRemoved = (page: Page, email: string) => page.getByText(`${email} is no admin any more.`).waitFor();

/** Logs in at the provider, in the tab that the link opens. */
async function besideThePage(page: Page, link: Locator): Promise<void> {
  const opened = page.waitForEvent('popup');
  await link.click();
  const beside = await opened;
  await beside.getByRole('button', { name: ACCOUNTS.grace.name }).click();
  await beside.getByRole('heading', { name: 'You are logged in' }).waitFor();
}

test('a stranger is led to the log-in, and back', async () => {
  const page = await visit();
  await page.goto('/admin/admins?page=');
  await arriveAt(page, 'Log in as an admin');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await arriveAt(page, 'Admins');
  expect(page.url()).toBe(`${gatehouse.url}/admin/admins?page=`);
});

test('an ended session asks to log in over the page, keeps what was typed, and then does what was asked for', async () => {
  const page = await visit();
  const remove = await beginToRemove(page, 'ada@ended.test');
  await page.evaluate('window.isMarked = true');
  await endSessions();
  await remove();
  await dialog(page, 'Log in again').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await soon(() => dialog(page, 'Log in again').getByLabel('Email address').inputValue()).toBe(ADMIN.email);
  await dialog(page, 'Log in again').getByLabel('Password', { exact: true }).fill('not the right password');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.getByText('The email address or the password is wrong.').waitFor();
  await dialog(page, 'Log in again').getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await isRemoved(page, 'ada@ended.test');
  expect(await page.evaluate('window.isMarked')).toBe(true);
  expect(Object.keys(await adminsSeenBy(gatehouse, await adminBearer(gatehouse)))).not.toContain('ada@ended.test');
});

test('a person who comes back to a page after the session ended finds what was typed', async () => {
  const page = await visit();
  const remove = await beginToRemove(page, 'back@ended.test');
  await endSessions();
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
  await dialog(page, 'Log in again').getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await dialog(page, 'Log in again').waitFor({ state: 'detached' });
  await soon(() => page.getByLabel('Type back@ended.test to confirm').inputValue()).toBe('back@ended.test');
  await remove();
  await isRemoved(page, 'back@ended.test');
});

test('the provider of the company logs in again in another tab, and the page goes on by itself', async () => {
  const page = await visit();
  const remove = await beginToRemove(page, 'by-sso@ended.test');
  await endSessions();
  await remove();
  await besideThePage(page, dialog(page, 'Log in again').getByRole('link', { name: 'Log in with Company ID' }));
  // Such a log-in is no confirmation: the provider may have known the person already.
  await page.getByLabel('Your password').fill(ADMIN.password);
  await press(page, 'Confirm');
  await isRemoved(page, 'by-sso@ended.test');
});

test('a passkey logs in again, also after the first step with the password', async () => {
  const by = { email: 'passkey@ended.test', password: ADMIN.password };
  await addAdmin(gatehouse, by.email, 'OWNER', null);
  const page = await visit();
  await withoutOffers(page);
  const authenticator = await attachAuthenticator(page);
  const remove = await beginToRemove(page, 'by-passkey@ended.test', by);
  await authenticator.hold(await givenPasskey(gatehouse, { adminId: await adminId(gatehouse, by.email) }));
  await endSessions();
  await remove();
  const asked = dialog(page, 'Log in again');
  await asked.getByLabel('Password', { exact: true }).fill(by.password);
  await page.keyboard.press('Enter');
  await asked.getByRole('heading', { name: 'Your second factor' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Log in again' }).click();
  await asked.getByRole('button', { name: 'Log in with a passkey' }).click();
  await isRemoved(page, 'by-passkey@ended.test');
});

test('an act that gives others a way in asks for a confirmation over the page: by password, or by the provider in another tab', async () => {
  const page = await visit();
  const asked = dialog(page, 'Confirm that it is you');
  let remove = await beginToRemove(page, 'by-password@ended.test');
  await waitElevenMinutes(gatehouse);
  await remove();
  await asked.getByLabel('Your password').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alertdialog').getByRole('alert').getByText('Confirm that it is you').waitFor();
  await remove();
  await asked.getByLabel('Your password').fill(ADMIN.password);
  await asked.getByRole('button', { name: 'Confirm' }).click();
  await isRemoved(page, 'by-password@ended.test');

  remove = await beginToRemove(page, 'by-proof@ended.test');
  await waitElevenMinutes(gatehouse);
  await remove();
  await besideThePage(page, asked.getByRole('link', { name: 'Or log in again with Company ID' }));
  await isRemoved(page, 'by-proof@ended.test');
});

test('what one admin began is not done in the name of another one who logs in over the page', async () => {
  await addAdmin(gatehouse, 'other@ended.test', 'OWNER', null);
  const page = await visit();
  const remove = await beginToRemove(page, 'kept@ended.test');
  await endSessions();
  await remove();
  await dialog(page, 'Log in again').waitFor();
  await logInWith(page, 'other@ended.test', ADMIN.password);
  await page.getByRole('button', { name: 'Your account' }).getByText('other@ended.test').waitFor();
  expect(Object.keys(await adminsSeenBy(gatehouse, await adminBearer(gatehouse)))).toContain('kept@ended.test');
});
