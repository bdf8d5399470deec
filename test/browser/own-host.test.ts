import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { updatePortal } from '../kit/admins.ts';
import { pngOf, uploaded } from '../kit/branding.ts';
import { send } from '../kit/graphql.ts';
import { createInvitationLink } from '../kit/invitations.ts';
import { succeed } from '../kit/mutate.ts';
import { requestSecondFactor } from '../kit/own-second-factors.ts';
import { allowPasskeys } from '../kit/passkeys.ts';
import { loggedInPerson, PASSWORD } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, openRow, passwordField, press, soon } from './browser.ts';
import { attachAuthenticator, withoutOffers } from './passkeys.ts';
import { beThere, chooseWay, startSsoSites } from './sso-sites.ts';

const { gatehouse, admin, demo } = await startSsoSites();
// Browsers find a name below `localhost` by themselves, and trust it without https.
const own = `http://developers.localhost:${new URL(gatehouse.url).port}`;
const { visit, troubles } = await openBrowser(gatehouse, [own, demo]);
await allowPasskeys(gatehouse);
await succeed(updatePortal(gatehouse, { publicUrl: own, autoApprove: true, botCheck: 'ALWAYS' }, admin));
const logoUrl = await uploaded(gatehouse, 'LOGO', admin, pngOf(480, 96));
await succeed(updatePortal(gatehouse, { branding: { logoUrl } }, admin));

const NOT_FOUND = 'Failed to load resource: the server responded with a status of 404 (Not Found)';

/** The origins that a page asks for anything, from now on. */
function originsAsked(page: Page): Set<string> {
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  return asked;
}

const cookiesAt = async (page: Page, url: string) =>
  (await page.context().cookies(url)).map(({ name }) => name).filter((name) => name.startsWith('gatehouse'));

test('a person signs up, confirms, logs in, changes the account and logs out, and never leaves the host', async () => {
  const page = await visit({ baseURL: own });
  const asked = originsAsked(page);
  const email = 'ada@own-host.test';
  await page.goto('/');
  await arriveAt(page, 'Welcome');
  const logo = page.locator('header img');
  await soon(() => logo.first().evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Sign up' }).click();
  await arriveAt(page, 'Sign up');
  await fillIn(page, { 'Full name': 'Ada Lovelace', 'Email address': email });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  const link = await mailedLink(gatehouse, email);
  expect(link.startsWith(`${own}/verify-email?token=`)).toBe(true);
  await page.goto(link);
  await arriveAt(page, 'Verify your email address');
  await press(page, 'Verify my email address');
  await arriveAt(page, 'Create a password');
  await gatehouse.drain();
  await passwordField(page).fill(PASSWORD);
  await press(page, 'Create password');
  await page.getByRole('link', { name: 'Log in', exact: true }).click();
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  expect(page.url()).toBe(`${own}/catalog`);
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await arriveAt(page, 'Your account');
  const row = await openRow(page, 'Profile');
  await row.getByLabel('Full name').fill('Ada King');
  await row.getByRole('button').click();
  await page.locator('.person', { hasText: 'Ada King' }).waitFor();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await arriveAt(page, 'You are logged out');
  await page.getByRole('link', { name: 'Log in again' }).click();
  await arriveAt(page, 'Log in');
  expect([...asked]).toEqual([own]);
  expect(await cookiesAt(page, gatehouse.url)).toEqual([]);

  for (const path of ['/admin/log-in', '/p/demo/log-in', '/nowhere']) {
    const response = await page.goto(path);
    expect([path, response?.status()]).toEqual([path, 404]);
    await arriveAt(page, 'There is no such page');
  }
  expect(troubles.splice(0)).toEqual(Array.from({ length: 3 }, () => NOT_FOUND));
});

test('a log-in with SSO comes back with a session of the host, to where the person wanted to go, and proves who it is', async () => {
  const page = await visit({ baseURL: own });
  await page.goto('/account');
  await arriveAt(page, 'Log in');
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Your account');
  expect(page.url()).toBe(`${own}/account`);
  expect((await cookiesAt(page, own)).toSorted()).toEqual(['gatehouse-demo', 'gatehouse_device-demo']);
  expect(await cookiesAt(page, gatehouse.url)).toEqual([]);

  const row = await openRow(page, 'Email address');
  await row.getByRole('link', { name: 'Log in again with Demo ID' }).click();
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Your account');
  expect(page.url()).toBe(`${own}/account#email`);
  expect(await gatehouse.sql('SELECT 1 FROM sessions WHERE sso_proved_at IS NOT NULL')).toHaveLength(1);

  const ways = await openRow(page, 'Ways to log in');
  await ways.getByText('Link an account at Demo ID').click();
  const there = ways.getByRole('link', { name: 'your account there' });
  expect(await there.getAttribute('href')).toBe(`${gatehouse.url}/p/demo/account#ways-to-log-in`);
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await arriveAt(page, 'You are logged out');
});

test('who cannot log in is told so on the host, and can try again there; a code of somebody else lets nobody in', async () => {
  const page = await visit({ baseURL: own });
  await page.goto('/');
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Nobody');
  await arriveAt(page, 'You are not logged in');
  expect(page.url().startsWith(`${own}/sso-failed?`)).toBe(true);
  await page.goto('/log-in');
  const held = page.waitForRequest((request) => request.url().startsWith(`${own}/sso-callback?code=`));
  const stranger = await visit({ baseURL: own });
  await page.route(
    ({ pathname }) => pathname === '/sso-callback',
    (route) => route.fulfill({ body: 'held' }),
  );
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Grace Hopper');
  await stranger.goto((await held).url());
  await arriveAt(stranger, 'You are not logged in');
  expect(stranger.url()).toBe(`${own}/sso-failed?reason=EXPIRED`);
  expect(await cookiesAt(stranger, own)).toEqual([]);
  await chooseWay(stranger, 'Demo ID');
  await beThere(stranger, 'Grace Hopper');
  await arriveAt(stranger, 'Catalog');
});

test('a passkey belongs to the host', async () => {
  await succeed(updatePortal(gatehouse, { botCheck: 'OFF' }, admin));
  const email = 'barbara@own-host.test';
  const { token } = await loggedInPerson(gatehouse, email, admin);
  await succeed(requestSecondFactor(gatehouse, { token }));
  const page = await visit({ baseURL: own });
  await withoutOffers(page);
  await attachAuthenticator(page);
  await page.goto(await mailedLink(gatehouse, email));
  await press(page, 'Set up a passkey');
  await fillIn(page, { 'Name of the passkey': 'My laptop' });
  await press(page, 'Make the passkey');
  await arriveAt(page, 'Your second factor is set up');
  await page.goto('/log-in');
  await press(page, 'Log in with a passkey');
  await arriveAt(page, 'Catalog');
});

test('an invitation by link, the language that a person chooses, and pages below a path are there, too', async () => {
  await succeed(
    updatePortal(gatehouse, { publicUrl: `${own}/portal`, locales: { default: 'en', offered: ['en', 'de'] } }, admin),
  );
  const { link: url } = await succeed(createInvitationLink(gatehouse, admin), 'link');
  expect(url.startsWith(`${own}/portal/sign-up?invite=`)).toBe(true);
  const page = await visit({ baseURL: own });
  const asked = originsAsked(page);
  // The server remembers the old place for some seconds.
  const { host } = new URL(own);
  await soon(async () => (await send(`${gatehouse.url}/portal`, 'GET', { host })).status).toBe(200);
  await page.goto('/portal/');
  expect(page.url()).toBe(`${own}/portal`);
  await page.goto(url);
  await arriveAt(page, 'Sign up');
  expect(page.url()).toBe(`${own}/portal/sign-up`);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await arriveAt(page, 'Registrieren');
  await page.goto('/portal/log-in');
  await arriveAt(page, 'Anmelden');
  await page.getByRole('link', { name: 'Passwort vergessen?' }).click();
  await page.waitForURL(`${own}/portal/forgot-password`);
  expect([...asked]).toEqual([own]);
  await page.goto('/portal/account');
  await page.getByRole('link', { name: 'Anmelden mit Demo ID' }).click();
  await beThere(page, 'Grace Hopper');
  await page.waitForURL(`${own}/portal/account`);
});
