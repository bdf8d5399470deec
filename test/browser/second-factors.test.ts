import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addAdmin, adminId, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { mailsTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { codeOf, forgetCodes, resetAdminSecondFactor } from '../kit/second-factors.ts';
import { arriveAt, fillIn, logInWith, openBrowser, press, soon } from './browser.ts';

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const { visit } = await openBrowser(gatehouse);
const owner = await openDemoPortal(operator);
const EMAIL = 'ada@page.test';
await addAdmin(operator, EMAIL, 'VIEWER', 'demo');

async function logInAt(page: Page, email = EMAIL): Promise<void> {
  await page.goto('/admin/log-in?returnTo=/admin/security');
  await logInWith(page, email, ADMIN.password);
}

/** Other notices go out with it, in any order. */
async function setUpLink(email: string): Promise<string> {
  await gatehouse.drain();
  const links = mailsTo(gatehouse, email).flatMap(({ text }) => text.match(/http:\S+\/second-factor\?token=[\w-]+/) ?? []);
  return present(links.at(-1));
}

/** Opens the mailed link and sets up an app. @returns its secret and the recovery codes, as the page shows them */
async function setUp(page: Page, email = EMAIL): Promise<{ secret: string; codes: string[] }> {
  await page.goto(await setUpLink(email));
  await arriveAt(page, 'Set up a second factor');
  await press(page, 'Set up an authenticator app');
  await page.getByRole('img', { name: 'QR picture' }).waitFor();
  const secret = present(await page.locator('code').textContent()).replaceAll(' ', '');
  await fillIn(page, { 'Code of the new app': codeOf(secret), Name: 'My phone' });
  await press(page, 'Save');
  await arriveAt(page, 'Your second factor is set up');
  expect(page.url()).not.toContain('token');
  return { secret, codes: await page.locator('.codes code').allTextContents() };
}

async function askForLink(page: Page): Promise<void> {
  await arriveAt(page, 'Security');
  await fillIn(page, { 'Your password': ADMIN.password });
  await press(page, 'Email me a link');
  await page.getByText('An email with a link is on its way.').waitFor();
}

const logOut = async (page: Page) => {
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await arriveAt(page, 'Log in as an admin');
};

test('an admin sets up an app, logs in with a code and with a recovery code, loses the phone, and is helped by an OWNER', async () => {
  const page = await visit();
  await logInAt(page);
  await askForLink(page);
  const { secret, codes } = await setUp(page);
  expect(codes).toHaveLength(10);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
  expect(await readFile(await file.path(), 'utf8')).toBe(`Recovery codes of ${EMAIL}\n${codes.join('\n')}\n`);
  await page.getByRole('link', { name: 'I have stored them' }).click();
  await arriveAt(page, 'Security');
  await page.getByText('My phone').first().waitFor();
  await page.getByText('You have 10 of 10 left.').waitFor();
  await logOut(page);

  // A code.
  await logInAt(page);
  await fillIn(page, { Code: '000 000' });
  await press(page, 'Confirm');
  await page.getByText('The code is wrong.').waitFor();
  await forgetCodes(operator);
  await fillIn(page, { Code: codeOf(secret) });
  await press(page, 'Confirm');
  await arriveAt(page, 'Security');
  await page.getByText('Logged in with password and code of the authenticator app').waitFor();
  await logOut(page);

  // A recovery code.
  await logInAt(page);
  await press(page, 'Use a recovery code');
  await fillIn(page, { 'Recovery code': codes[0] ?? '' });
  await press(page, 'Confirm');
  await arriveAt(page, 'Security');
  await page.getByText('You have 9 of 10 left.').waitFor();
  await logOut(page);

  // The phone and the codes are lost.
  await succeed(resetAdminSecondFactor(operator, await adminId(operator, EMAIL), owner));
  await logInAt(page);
  await askForLink(page);
  const again = await setUp(page);
  expect(again.secret).not.toBe(secret);
});

test('another app, new recovery codes, and the removal each take a proof', async () => {
  await operator.sql('DELETE FROM second_factors');
  const page = await visit();
  await logInAt(page);
  await askForLink(page);
  const { secret, codes } = await setUp(page);
  await page.getByRole('link', { name: 'I have stored them' }).click();
  await forgetCodes(operator);

  await page.locator('summary', { hasText: 'Set up an authenticator app' }).click();
  await page.getByLabel('Code', { exact: true }).locator('visible=true').fill(codeOf(secret));
  await press(page, 'Set up an authenticator app');
  const second = present(await page.locator('code').first().textContent()).replaceAll(' ', '');
  await fillIn(page, { 'Code of the new app': codeOf(second), Name: 'Tablet' });
  await press(page, 'Save');
  await page.getByText('Remove Tablet').waitFor();

  await page.getByText('Remove My phone').click();
  await page.getByRole('button', { name: 'Use a recovery code' }).locator('visible=true').click();
  await fillIn(page, { 'Recovery code': codes[1] ?? '' });
  await page.getByRole('button', { name: 'Remove', exact: true }).locator('visible=true').click();
  await page.getByText('Remove My phone').waitFor({ state: 'detached' });

  await forgetCodes(operator);
  await page.locator('summary').getByText('Get new recovery codes').click();
  await page.getByLabel('Code', { exact: true }).locator('visible=true').fill(codeOf(second));
  await page.getByRole('button', { name: 'Get new recovery codes' }).click();
  await page.locator('.codes').waitFor();
  await soon(() => page.locator('.codes code').count()).toBe(10);
});

test('where a second factor is required, the log-in page says that a link is on its way', async () => {
  await addAdmin(operator, 'grace@page.test', 'VIEWER', 'demo');
  await operator.sql('UPDATE installation SET require_second_factor = true');
  try {
    const page = await visit();
    await logInAt(page, 'grace@page.test');
    await page.getByText('We emailed you a link to set one up.').waitFor();
    await setUp(page, 'grace@page.test');
    await page.getByRole('link', { name: 'I have stored them' }).click();
    await arriveAt(page, 'Log in as an admin');
  } finally {
    await operator.sql('UPDATE installation SET require_second_factor = false');
  }
});

test('a link that does not count says so', async () => {
  const page = await visit();
  await page.goto('/admin/second-factor?token=made-up');
  await arriveAt(page, 'This link does not work');
});
