import { expect, test } from 'vitest';
import { createPortal } from '../kit/admins.ts';
import { fillIn, openBrowser, press } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';
import { startSsoSites } from './sso-sites.ts';

const { gatehouse, admin, demo, acme } = await startSsoSites();
const { visit } = await openBrowser(gatehouse, [demo, acme]);

test('an owner connects a provider, reads what to register there, and tests it before it can be turned on', async () => {
  await createPortal(gatehouse, 'third', admin);
  const page = await visit();
  await arriveAtDesk(page, '/admin/portals/third/sso', 'third portal: Log-in with SSO');
  await page.getByText('No provider is connected.').waitFor();
  await press(page, 'Connect a provider');
  await fillIn(page, { 'Name in the button': 'Third ID', Issuer: 'http://127.0.0.1:1', 'Client id': 'third' });
  await press(page, 'Save');
  await page.getByText('Please correct:').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await fillIn(page, { Issuer: acme });
  await press(page, 'Save');
  const card = page.getByRole('region', { name: 'Third ID' });
  await card.getByText('Not tested with these settings').waitFor();
  await card.getByText(`${gatehouse.url}/sso/callback`, { exact: true }).waitFor();
  await press(page, 'Turn on Third ID');
  await page
    .getByRole('status')
    .getByText(/trial|test/i)
    .waitFor();
  await press(page, 'Test Third ID');
  await page.getByRole('link', { name: /Log in for the test/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await press(page, 'Remove Third ID');
  await fillIn(page, { 'Type Third ID to confirm': 'Third ID' });
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No provider is connected.').waitFor();
});

test('a connection that works is turned off and on again', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/portals/demo/sso', 'demo portal: Log-in with SSO');
  await press(page, 'Turn off Demo ID');
  await page.getByText('Nobody can log in with Demo ID now.').waitFor();
  await page.goto('/p/demo/log-in');
  await page.locator('h1[tabindex]').waitFor();
  expect(await page.getByRole('link', { name: /Demo ID/ }).count()).toBe(0);
});
