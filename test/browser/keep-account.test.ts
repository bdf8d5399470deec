import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { deletionDueAt, letDaysPass } from '../kit/deletion.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { approvedPerson, PASSWORD, statusOf, subjectsTo } from '../kit/people.ts';
import { arriveAt, logInWith, mailedLink, openBrowser, openRow, press, primaryButtons } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const NARROWEST = 320;

const operator = await startInstallation();
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const admin = await openDemoPortal(operator);
await succeed(updatePortal(operator, { deletionGraceDays: 14 }, admin));
const { visit } = await openBrowser(gatehouse);

async function deleteOn(page: Page, email: string): Promise<void> {
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  const danger = await openRow(page, 'Delete your account');
  await danger.getByText('Your account is deleted for good in 14 days.').waitFor();
  await danger.getByLabel(`Type ${email}`).fill(email);
  await danger.getByLabel('Your password').fill(PASSWORD);
  await press(page, 'Delete my account');
  await arriveAt(page, 'Your account is going to be deleted');
}

test('a person deletes the account, logs in again, sees when it goes, and keeps it', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const { id, email } = await approvedPerson(operator, 'ada@days.test', admin);
  await deleteOn(page, email);
  await page.getByText(/It is deleted for good on .*20\d\d.*GMT|UTC/).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);

  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  await page.getByRole('heading', { name: 'Your account is going to be deleted' }).waitFor();
  expect(await page.locator('#delete').count()).toBe(0);
  expect(await primaryButtons(page)).toBe(1);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROWEST);
  expect(await violationsOf(page)).toEqual([]);
  await press(page, 'Keep my account');
  await page.locator('p:focus').getByText('Your account stays.').waitFor();
  await openRow(page, 'Delete your account');
  expect(await deletionDueAt(operator, id)).toBeNull();
  await page.reload();
  await arriveAt(page, 'Your account');
  expect(await page.getByRole('button', { name: 'Keep my account' }).count()).toBe(0);
});

test('the emailed link keeps the account with one click, which opening it does not', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const { id, email } = await approvedPerson(operator, 'grace@days.test', admin);
  await deleteOn(page, email);
  const link = await mailedLink(gatehouse, email);
  for (let look = 0; look < 2; look++) {
    await page.goto(link);
    await arriveAt(page, 'Keep your account');
  }
  await page.getByText('g***@days.test').waitFor();
  await page.getByText(/This link was requested on /).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await deletionDueAt(operator, id)).not.toBeNull();
  await press(page, 'Keep my account');
  await arriveAt(page, 'Your account stays');
  expect(page.url()).not.toContain('token');
  expect(await deletionDueAt(operator, id)).toBeNull();
  await page.getByRole('link', { name: 'Choose a new password' }).waitFor();
  await page.goto(link);
  await arriveAt(page, 'Your account stays already');
  await page.getByRole('link', { name: 'Log in' }).click();
  await arriveAt(page, 'Log in');
});

test('after the days the account is gone', async () => {
  const page = await visit();
  const { id, email } = await approvedPerson(operator, 'mary@days.test', admin);
  await deleteOn(page, email);
  const link = await mailedLink(gatehouse, email);
  await letDaysPass(operator, id);
  await gatehouse.drain();
  expect(await statusOf(operator, email)).toBeNull();
  expect(subjectsTo(gatehouse, email).at(-1)).toBe('Your account at demo portal was deleted');
  await page.goto(link);
  await arriveAt(page, 'This link does not work');
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await page.getByRole('alert').waitFor();
});

test('an admin sets the days, and sees who is going', async () => {
  const page = await visit();
  const { id, email } = await approvedPerson(operator, 'joan@days.test', admin);
  await deleteOn(page, email);
  await operator.drain();
  const desk = await visit();
  await arriveAtDesk(desk, `/admin/people/${id}`, 'Ada Lovelace');
  await desk.getByText('The person wants this account deleted.').waitFor();
  await desk.getByText('Chose to delete the account later').waitFor();
  await desk.goto('/admin/people');
  await desk
    .getByText(/^Approved, deleted on /)
    .first()
    .waitFor();
  await desk.goto('/admin/portals/demo');
  const settings = desk.getByRole('region', { name: 'Log-in', exact: true });
  await settings.getByLabel('Days until an account is deleted').fill('31');
  await settings.getByRole('button', { name: 'Save' }).click();
  await settings.locator('.issue').waitFor();
  await settings.getByLabel('Days until an account is deleted').fill('30');
  await settings.getByRole('button', { name: 'Save' }).click();
  await desk.getByText('Log-in: saved.').waitFor();
  expect(await operator.sql("SELECT deletion_grace_days FROM portals WHERE slug = 'demo'")).toEqual([
    { deletion_grace_days: 30 },
  ]);
});
