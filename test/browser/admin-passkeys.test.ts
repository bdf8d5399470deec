import { expect, test } from 'vitest';
import { adminId } from '../kit/admins.ts';
import { softPasskey } from '../kit/authenticator.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { givenPasskey } from '../kit/passkeys.ts';
import { openBrowser, press } from './browser.ts';
import { attachAuthenticator, withoutOffers } from './passkeys.ts';

const gatehouse = await startInstallation();
const owner = { adminId: await adminId(gatehouse, ADMIN.email) };
const { visit } = await openBrowser(gatehouse);

test('an admin logs in with a passkey that the browser offers in the email field', async () => {
  const page = await visit();
  const authenticator = await attachAuthenticator(page);
  await authenticator.hold(await givenPasskey(gatehouse, owner));
  await page.goto('/admin/log-in');
  await page.waitForURL(/\/graphql$/);
});

test('an admin logs in with a passkey by the button', async () => {
  const page = await visit();
  await withoutOffers(page);
  const authenticator = await attachAuthenticator(page);
  await authenticator.hold(await givenPasskey(gatehouse, owner));
  await page.goto('/admin/log-in');
  await press(page, 'Log in with a passkey');
  await page.waitForURL(/\/graphql$/);
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
