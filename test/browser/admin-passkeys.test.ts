import { expect, test } from 'vitest';
import { addAdmin, adminId } from '../kit/admins.ts';
import { softPasskey } from '../kit/authenticator.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { givenPasskey } from '../kit/passkeys.ts';
import { adminRequestSecondFactor } from '../kit/second-factors.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, press, soon } from './browser.ts';
import { attachAuthenticator, withoutOffers } from './passkeys.ts';

const gatehouse = await startInstallation();
const owner = { adminId: await adminId(gatehouse, ADMIN.email) };
const { visit } = await openBrowser(gatehouse);

test('an admin logs in with a passkey that the browser offers in the email field', async () => {
  const page = await visit();
  const authenticator = await attachAuthenticator(page);
  await authenticator.hold(await givenPasskey(gatehouse, owner));
  await page.goto('/admin/log-in');
  await page.waitForURL(/\/admin$/);
});

test('an admin logs in with a passkey by the button', async () => {
  const page = await visit();
  await withoutOffers(page);
  const authenticator = await attachAuthenticator(page);
  await authenticator.hold(await givenPasskey(gatehouse, owner));
  await page.goto('/admin/log-in');
  await press(page, 'Log in with a passkey');
  await page.waitForURL(/\/admin$/);
});

test('R82: without a PIN or a fingerprint the browser gives no passkey, and the page says what to do', async () => {
  const page = await visit();
  const authenticator = await attachAuthenticator(page);
  await authenticator.verify(false);
  await authenticator.hold(await givenPasskey(gatehouse, owner));
  await page.goto('/admin/log-in');
  await press(page, 'Log in with a passkey');
  await page.getByRole('alert').getByText('No passkey was used. Try again, or log in with your password.').waitFor();
  expect(page.url()).toBe(`${gatehouse.url}/admin/log-in`);
});

test('a passkey that nobody has is refused in words', async () => {
  const page = await visit();
  await withoutOffers(page);
  const authenticator = await attachAuthenticator(page);
  await authenticator.hold(softPasskey(gatehouse.url, { personId: owner.adminId }));
  await page.goto('/admin/log-in');
  await press(page, 'Log in with a passkey');
  await page.getByRole('alert').getByText('This passkey was not accepted here.').waitFor();
});

test('an admin sets up a passkey by the mailed link, logs in with it as the second step, and sets up another one', async () => {
  const email = 'ada@admin-passkeys.test';
  const token = await addAdmin(gatehouse, email, 'VIEWER', null);
  await succeed(adminRequestSecondFactor(gatehouse, { token }));
  const page = await visit();
  await withoutOffers(page);
  const authenticator = await attachAuthenticator(page);
  await page.goto(await mailedLink(gatehouse, email));
  await arriveAt(page, 'Set up a second factor');
  await press(page, 'Set up a passkey');
  await fillIn(page, { 'Name of the passkey': 'My laptop' });
  await press(page, 'Make the passkey');
  await arriveAt(page, 'Your second factor is set up');
  await soon(() => page.locator('.codes code').count()).toBe(10);
  expect(await authenticator.count()).toBe(1);

  await page.goto('/admin/log-in?returnTo=/admin/security');
  await logInWith(page, email, ADMIN.password);
  await page.getByText('Your browser will ask you for the passkey.').waitFor();
  await press(page, 'Confirm');
  await arriveAt(page, 'Security');
  await page.getByText('Logged in with password and passkey').waitFor();

  // The same device makes no second passkey of this account.
  await page.locator('summary').getByText('Set up a passkey').click();
  await press(page, 'Set up a passkey');
  await press(page, 'Make the passkey');
  await page.getByText('This device has a passkey for this account already.').waitFor();
  expect(await authenticator.count()).toBe(1);
});
