import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { verifiedPerson } from '../kit/people.ts';
import { arriveAt, openBrowser, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const { visit, troubles } = await openBrowser(gatehouse);
const { id } = await verifiedPerson(gatehouse, 'ada@desk.test');

/** Ways in and mailed links, which need no session. */
const ENTRANCE = /log-in|logged-in|password|accept-invitation|second-factor|confirm|decide|sso-/;
const built: string[] = JSON.parse(await readFile('web/dist/pages.json', 'utf8'));
const paths = built
  .filter((path) => path.startsWith('/admin') && !ENTRANCE.test(path))
  .map((path) => path.replace(':id', id).replace(':slug', 'demo'));

const isLoaded = (page: Page) => soon(() => page.locator('main').textContent()).not.toMatch(/^$|Loading…/);

test.each([
  ['demo', 'VIEWER'],
  ['demo', 'APPROVER'],
  [null, 'VIEWER'],
] as const)('every page makes sense to an admin who is, at %s, a %s', async (portal, role) => {
  const email = `${role}-${portal}@desk.test`.toLowerCase();
  await addAdmin(gatehouse, email, role, portal);
  const page = await visit();
  await arriveAtDesk(page, '/admin/security', 'Security', { email, password: ADMIN.password });
  expect(paths.length).toBeGreaterThan(10);
  for (const path of paths) {
    await page.goto(path);
    await page.locator('h1:focus').waitFor();
    await isLoaded(page);
    const alerts = (await page.getByRole('alert').allTextContents()).filter((text) => text.trim() !== '');
    expect([path, alerts, troubles.splice(0)]).toEqual([path, [], []]);
    expect([path, await violationsOf(page)]).toEqual([path, []]);
  }
});

test('a slow network shows that something is on its way, and a lost one what to do', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/security', 'Security');
  const link = (name: string) => page.getByRole('navigation', { name: 'Admin pages' }).getByRole('link', { name });

  const held = Promise.withResolvers<void>();
  await page.route('/graphql', async (route) => {
    await held.promise;
    await route.continue();
  });
  await link('Admins').click();
  await arriveAt(page, 'Admins');
  await page.getByRole('status').getByText('Loading…').first().waitFor();
  held.resolve();
  await page.getByRole('rowheader', { name: ADMIN.email }).waitFor();
  await page.unroute('/graphql');

  await page.route('/graphql', (route) => route.abort());
  await link('Jobs').click();
  await arriveAt(page, 'Jobs');
  await page.getByRole('alert').getByText('Check your connection, then try again.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.unroute('/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await isLoaded(page);
  await soon(() => page.getByRole('alert').count()).toBe(0);
  troubles.splice(0);
});

test('an act that does not reach the server says so and keeps what was typed', async () => {
  const email = 'grace@desk.test';
  await addAdmin(gatehouse, email, 'VIEWER', 'demo');
  const page = await visit();
  await arriveAtDesk(page, '/admin/admins', 'Admins');
  await page.getByRole('button', { name: `Remove ${email}` }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByLabel(`Type ${email} to confirm`).fill(email);
  await page.route('/graphql', (route) => route.abort());
  await asked.getByRole('button', { name: 'Remove', exact: true }).click();
  await asked.getByRole('alert').getByText('could not be reached').waitFor();
  expect(await asked.getByLabel(`Type ${email} to confirm`).inputValue()).toBe(email);
  await page.unroute('/graphql');
  await asked.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText(`${email} is no admin any more.`).waitFor();
  troubles.splice(0);
});

test('a page whose file does not come says so inside the frame, and comes with the next attempt', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/security', 'Security');
  await page.route(/\/assets\/jobs-.*\.js/, (route) => route.abort());
  await page.getByRole('navigation', { name: 'Admin pages' }).getByRole('link', { name: 'Jobs' }).click();
  await arriveAt(page, 'This page could not be loaded');
  expect(await violationsOf(page)).toEqual([]);
  await page.unroute(/\/assets\/jobs-.*\.js/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await arriveAt(page, 'Jobs');
  troubles.splice(0);
});
