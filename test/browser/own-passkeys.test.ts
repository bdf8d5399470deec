import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { personWithPasskey } from '../kit/own-passkeys.ts';
import { requestSecondFactor } from '../kit/own-second-factors.ts';
import { allowPasskeys } from '../kit/passkeys.ts';
import { loggedInPerson } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, openRow, press } from './browser.ts';
import { attachAuthenticator, withoutOffers } from './passkeys.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await allowPasskeys(gatehouse);
const { visit } = await openBrowser(gatehouse);

test('a developer logs in with a passkey that the browser offers in the email field', async () => {
  const { passkey } = await personWithPasskey(gatehouse, 'ada@own-passkeys.test', admin);
  const page = await visit();
  const authenticator = await attachAuthenticator(page);
  await authenticator.hold(passkey);
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Catalog');
});

test('a developer sets up a passkey by the mailed link, logs in with it alone and as the second step, and removes it', async () => {
  const email = 'barbara@own-passkeys.test';
  const { token } = await loggedInPerson(gatehouse, email, admin);
  await succeed(requestSecondFactor(gatehouse, { token }));
  const page = await visit();
  await withoutOffers(page);
  const authenticator = await attachAuthenticator(page);
  await page.goto(await mailedLink(gatehouse, email));
  await arriveAt(page, 'Set up a second factor');
  await press(page, 'Set up a passkey');
  await fillIn(page, { 'Name of the passkey': 'My laptop' });
  await press(page, 'Make the passkey');
  await arriveAt(page, 'Your second factor is set up');
  expect(await authenticator.count()).toBe(1);

  await page.goto('/p/demo/log-in');
  await press(page, 'Log in with a passkey');
  await arriveAt(page, 'Catalog');

  await page.context().clearCookies();
  await page.goto('/p/demo/log-in?returnTo=/p/demo/account');
  await logInWith(page, email);
  await page.getByText('Your browser will ask you for the passkey.').waitFor();
  await press(page, 'Confirm');
  await arriveAt(page, 'Your account');

  await openRow(page, 'Ways to log in');
  await page.getByText('Remove My laptop').click();
  await page.getByRole('button', { name: 'Remove', exact: true }).locator('visible=true').click();
  await page.getByText('Remove My laptop').waitFor({ state: 'detached' });
});

test('a portal without second factors shows no button for passkeys', async () => {
  await gatehouse.sql("UPDATE portals SET second_factor = 'OFF'");
  const page = await visit();
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Log in');
  expect(await page.getByRole('button', { name: 'Log in with a passkey' }).count()).toBe(0);
});
