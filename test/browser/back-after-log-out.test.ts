import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { approvedPerson, PASSWORD } from '../kit/people.ts';
import { standBefore } from '../kit/without-no-store.ts';
import { arriveAt, fillIn, logInWith, openBrowser, openRow, press, soon } from './browser.ts';

/** A page that comes back asks the API, and perhaps loads again. */
const SETTLED_MS = 800;

// By way of the front, browsers keep the pages that they leave; `no-store` would keep some browsers from it, and hide what we do.
const front = await standBefore();
const gatehouse = await startInstallation({ PUBLIC_URL: front.url });
front.pass(gatehouse.url);
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser({ url: front.url }, [], { keepsPages: true });

const mark = (page: Page) => page.evaluate('window.isMarked = true');
const isMarked = (page: Page) => page.evaluate<boolean>('window.isMarked === true');

async function back(page: Page): Promise<void> {
  // The answer may be lost with the page.
  await page.evaluate('history.back()').catch(() => null);
  await page.waitForTimeout(SETTLED_MS);
}

/** All that a page shows or holds in fields, in whatever tab of GraphiQL. */
const held = (page: Page) =>
  page.evaluate<string>(
    'document.documentElement.textContent + [...document.querySelectorAll("input, textarea")].map(({ value }) => value).join(" ")',
  );

test('fault 2: the browser of these tests keeps the pages that it leaves, with what was typed', async () => {
  const page = await visit();
  await page.goto('/p/demo/forgot-password');
  await fillIn(page, { 'Email address': 'half.typed@example.test' });
  await mark(page);
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Log in');
  await back(page);
  await soon(() => isMarked(page)).toBe(true);
  await soon(() => page.getByLabel('Email address').inputValue()).toBe('half.typed@example.test');
});

test('fault 2: a page comes back as it was left for the same person, without the passwords', async () => {
  const email = 'grace@back.test';
  await approvedPerson(gatehouse, email, admin);
  const page = await visit();
  await page.goto('/p/demo/account');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  await openRow(page, 'Profile');
  await fillIn(page, { 'Full name': 'Grace, half typed' });
  const password = await openRow(page, 'Password');
  await fillIn(page, { 'Current password': PASSWORD });
  await password.getByLabel('Show password').first().check();
  await mark(page);
  await page.goto('/p/demo/catalog');
  await arriveAt(page, 'Catalog');
  await back(page);
  await soon(() => isMarked(page)).toBe(true);
  await page.getByRole('heading', { name: 'Your account', exact: true }).waitFor();
  await soon(() => page.getByLabel('Full name').inputValue()).toBe('Grace, half typed');
  expect(await page.getByLabel('Current password').inputValue()).toBe('');
});

test('fault 2: Back after log-out shows neither the password nor anything personal', async () => {
  const email = 'ada@back.test';
  await approvedPerson(gatehouse, email, admin);
  const page = await visit();
  await page.goto('/p/demo/forgot-password');
  await fillIn(page, { 'Email address': email });
  await mark(page);
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Log in');
  await mark(page);
  await page.getByLabel('Show password').check();
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  await mark(page);
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Your account');
  await openRow(page, 'Password');
  await fillIn(page, { 'Current password': PASSWORD });
  await mark(page);
  await page.goto('/p/demo/catalog');
  await arriveAt(page, 'Catalog');
  await press(page, 'Log out');
  await arriveAt(page, 'You are logged out');
  const seen: string[] = [];
  for (let step = 0; step < 4; step++) {
    await back(page);
    seen.push(new URL(page.url()).pathname);
    const all = await held(page);
    for (const secret of [PASSWORD, email, 'Ada Lovelace'])
      expect([page.url(), all]).toEqual([page.url(), expect.not.stringContaining(secret)]);
  }
  expect(seen).toContain('/p/demo/log-in');
});

test('fault 2: Back after log-out shows no address that a page carried along', async () => {
  const email = 'carried@back.test';
  await approvedPerson(gatehouse, email, admin);
  const page = await visit();
  await page.goto('/p/demo/forgot-password');
  await fillIn(page, { 'Email address': email });
  await page.locator('main form button').click();
  await page.getByText(email).waitFor();
  await page.reload();
  await page.getByText(email).waitFor();
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  await press(page, 'Log out');
  await arriveAt(page, 'You are logged out');
  for (let step = 0; step < 3; step++) {
    await back(page);
    expect([page.url(), await held(page)]).toEqual([page.url(), expect.not.stringContaining(email)]);
  }
});

test('fault 2: Back after an admin has logged out shows no password, no trial and no answer in GraphiQL', async () => {
  const page = await visit();
  await page.goto('/admin/forgot-password');
  await page.goto('/admin/log-in?returnTo=/graphql');
  await arriveAt(page, 'Log in as an admin');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/graphql');
  await page.getByRole('tab').first().waitFor();
  await mark(page);
  await page.goto('/admin/sso-trial?id=x');
  await arriveAt(page, 'Trial of a log-in with SSO');
  await mark(page);
  await page.goto('/admin/forgot-password');
  await arriveAt(page, 'Forgot your admin password?');
  await page.evaluate(`fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'mutation { adminLogOut(input: {}) { __typename } }' }),
  })`);
  await back(page);
  await arriveAt(page, 'Log in as an admin');
  await soon(() => isMarked(page)).toBe(false);
  await back(page);
  await soon(() => isMarked(page)).toBe(false);
});

test('fault 2: browsers are told to keep no page', async () => {
  for (const path of [
    '/p/demo/',
    '/p/demo/account',
    '/p/demo/verify-email?token=x',
    '/admin/log-in',
    '/admin/sso-trial?id=x',
  ]) {
    expect([path, (await fetch(gatehouse.url + path)).headers.get('cache-control')]).toEqual([path, 'no-store']);
  }
});
