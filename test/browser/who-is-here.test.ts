import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, openBrowser, openRow, press, soon } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

async function atAccount(email: string): Promise<Page> {
  await approvedPerson(gatehouse, email, admin);
  const page = await visit();
  await page.goto('/p/demo/account');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  await openRow(page, 'Profile');
  return page;
}

async function openBeside(page: Page, path: string): Promise<Page> {
  const beside = await page.context().newPage();
  await beside.goto(path);
  return beside;
}

test('D2: the header says who is logged in, leads to account and catalog, and logs out', async () => {
  const page = await atAccount('nora@here.test');
  const header = page.getByRole('navigation');
  await soon(() => header.textContent()).toBe('Ada LovelaceAccountCatalogLog out');
  await fillIn(page, { 'Full name': 'Nora Newcomer' });
  await press(page, 'Save name');
  await header.getByText('Nora Newcomer').waitFor();
  await header.getByRole('link', { name: 'Catalog' }).click();
  await arriveAt(page, 'Catalog');
  // D11: nothing for admins on a page for customers.
  expect(await page.getByText('catalogUrl').count()).toBe(0);
  await header.getByRole('link', { name: 'Account' }).click();
  await arriveAt(page, 'Your account');
  await header.getByRole('button', { name: 'Log out' }).click();
  await arriveAt(page, 'You are logged out');
  expect(await header.count()).toBe(0);
  await page.reload();
  await arriveAt(page, 'Log in');
});

test('D2: who is logged in is led on from the pages for strangers', async () => {
  const page = await atAccount('led@here.test');
  for (const path of ['', 'sign-up', 'log-in']) {
    await page.goto(`/p/demo/${path}`);
    await arriveAt(page, 'Catalog');
  }
  await page.goto('/p/demo/log-in?returnTo=/p/demo/account');
  await arriveAt(page, 'Your account');
  await page.goto('/p/demo/log-in?returnTo=/p/demo/log-in');
  await arriveAt(page, 'Catalog');
  // A catalog elsewhere may not know of the session, and send people back here.
  await updatePortal(gatehouse, { catalogUrl: 'https://catalog.here.test/apis' }, admin);
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'You are logged in');
  await soon(() => page.getByRole('link', { name: 'Go on' }).getAttribute('href')).toBe('https://catalog.here.test/apis');
  await updatePortal(gatehouse, { catalogUrl: `${gatehouse.url}/p/demo/` }, admin);
  await page.goto('/p/demo/');
  await arriveAt(page, 'You are logged in');
  await updatePortal(gatehouse, { catalogUrl: `${gatehouse.url}/p/demo/catalog` }, admin);
});

test('D8: a session that ended in another tab is told, and nothing typed is lost', async () => {
  const email = 'tabs@here.test';
  const page = await atAccount(email);
  await fillIn(page, { 'Full name': 'Half typed' });
  const beside = await openBeside(page, '/p/demo/catalog');
  await press(beside, 'Log out');
  await arriveAt(beside, 'You are logged out');
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  expect(await page.title()).toBe('Your session has ended - demo portal');
  expect(await page.getByText(email).filter({ visible: true }).count()).toBe(0);
  const [logIn] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'Log in' }).click()]);
  await arriveAt(logIn, 'Log in');
  await logInWith(logIn, email);
  await arriveAt(logIn, 'Your account');
  await page.getByRole('heading', { name: 'Your account', exact: true }).waitFor();
  expect(await page.title()).toBe('Your account - demo portal');
  await soon(() => page.getByLabel('Full name').inputValue()).toBe('Half typed');
  await press(page, 'Save name');
  await page.getByText('Your name is saved.').waitFor();
});

test('D8: somebody else who logs in in another tab sees nothing of who was here', async () => {
  const email = 'first@here.test';
  const page = await atAccount(email);
  await fillIn(page, { 'Full name': 'Half typed' });
  const beside = await openBeside(page, '/p/demo/catalog');
  await press(beside, 'Log out');
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  const { email: other } = await approvedPerson(gatehouse, 'second@here.test', admin);
  await gatehouse.sql("UPDATE developers SET full_name = 'Grace Hopper' WHERE email = $1", [other]);
  await beside.goto('/p/demo/log-in');
  await logInWith(beside, other);
  await arriveAt(beside, 'Catalog');
  await page.getByRole('navigation').getByText('Grace Hopper').waitFor();
  await arriveAt(page, 'Your account');
  expect(await page.evaluate('document.body.textContent')).not.toContain(email);
});

test('D8: an act after the session has ended elsewhere says so, without a word of roles', async () => {
  const email = 'ended@here.test';
  const page = await atAccount(email);
  await gatehouse.sql('DELETE FROM sessions WHERE developer_id = (SELECT id FROM developers WHERE email = $1)', [email]);
  await fillIn(page, { 'Full name': 'Half typed' });
  await press(page, 'Save name');
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  expect(await page.getByText(/role/).count()).toBe(0);
  const link = await page.getByRole('link', { name: 'Log in' }).getAttribute('href');
  expect(link).toBe(`/p/demo/log-in?${new URLSearchParams({ returnTo: '/p/demo/account' })}`);
});
