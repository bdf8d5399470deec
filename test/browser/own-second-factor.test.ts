import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, PASSWORD } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { codeOf, forgetCodes, wrongCodeOf } from '../kit/second-factors.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, openRow, press } from './browser.ts';

const NARROWEST = 320;

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const admin = await openDemoPortal(operator);
await updatePortal(operator, { secondFactor: 'OPTIONAL' }, admin);
const { visit } = await openBrowser(gatehouse);

test('a person sets up an authenticator app, logs in with it and with a recovery code, and removes it', async () => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 } });
  const email = 'ada@factor.test';
  await approvedPerson(operator, email, admin);
  const section = (title: string) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');

  await openRow(page, 'Ways to log in');
  await section('Second factor').getByLabel('Your password').fill(PASSWORD);
  await press(page, 'Email me a link');
  await page.getByText(`We have sent an email to ${email}.`).waitFor();
  await page.goto(await mailedLink(gatehouse, email));
  await arriveAt(page, 'Set up a second factor');
  await press(page, 'Set up an authenticator app');
  await page.getByRole('img', { name: 'QR picture' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROWEST);
  const secret = present(await page.locator('code').textContent()).replaceAll(' ', '');
  await fillIn(page, { 'Code of the new app': wrongCodeOf(secret), Name: 'My phone' });
  await press(page, 'Save');
  await page.getByText('The code is wrong.').waitFor();
  await fillIn(page, { 'Code of the new app': codeOf(secret) });
  await press(page, 'Save');
  await arriveAt(page, 'Your second factor is set up');
  expect(page.url()).not.toContain('token');
  const codes = await page.locator('.codes code').allTextContents();
  expect(codes).toHaveLength(10);
  await page.getByRole('link', { name: 'I have stored them' }).click();
  await arriveAt(page, 'Your account');
  await openRow(page, 'Ways to log in');
  await page.getByText('You have 10 of 10 left.').waitFor();

  const other = await visit();
  await other.goto('/p/demo/account');
  await arriveAt(other, 'Log in');
  await logInWith(other, email);
  await other.getByRole('heading', { name: 'Your second factor' }).waitFor();
  await forgetCodes(operator);
  await fillIn(other, { Code: codeOf(secret) });
  await press(other, 'Confirm');
  await arriveAt(other, 'Your account');

  const third = await visit();
  await third.goto('/p/demo/account');
  await arriveAt(third, 'Log in');
  await logInWith(third, email);
  await third.getByRole('button', { name: 'Use a recovery code' }).click();
  await fillIn(third, { 'Recovery code': 'not a code of mine' });
  await press(third, 'Confirm');
  await third.getByText('The code is wrong.').waitFor();
  await fillIn(third, { 'Recovery code': present(codes[0]) });
  await press(third, 'Confirm');
  await arriveAt(third, 'Your account');

  await page.reload();
  await page.getByText('You have 9 of 10 left.').waitFor();
  await page.getByText('Remove My phone').click();
  await forgetCodes(operator);
  const factor = section('Your second factors').getByRole('listitem');
  await factor.getByLabel('Code').fill(codeOf(secret));
  await factor.getByRole('button', { name: 'Remove' }).click();
  await section('Second factor').getByLabel('Your password').waitFor();
});
