import { expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, registeredPerson } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, openBrowser, press, soon } from './browser.ts';
import { violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test.each(['https://evil.test/', '//evil.test', '/\\evil.test', '/.//evil.test', 'javascript:alert(1)', 'mailto:x@evil.test'])(
  'a log-in leads to the catalog, never to another site, whatever the link says: %s',
  async (returnTo) => {
    const email = `${Buffer.from(returnTo).toString('hex')}@example.test`;
    await approvedPerson(gatehouse, email, admin);
    const page = await visit();
    await page.goto(`/p/demo/log-in?${new URLSearchParams({ returnTo })}`);
    await logInWith(page, email);
    await arriveAt(page, 'Catalog');
    expect(page.url()).toBe(`${gatehouse.url}/p/demo/catalog`);
  },
);

test('only the right password tells that a registration waits or was rejected', async () => {
  const page = await visit();
  const { id, email } = await registeredPerson(gatehouse, 'barbara@example.test');
  await page.goto('/p/demo/log-in');
  await logInWith(page, email, 'not the password');
  await page.getByRole('alert').getByText('The email address or the password is wrong.').waitFor();
  await logInWith(page, email);
  await arriveAt(page, 'Waiting for approval');
  await decide(gatehouse, 'reject', [id], admin);
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await arriveAt(page, 'Your registration was rejected');
  await page.getByRole('main').getByRole('link', { name: 'help@demo.test' }).waitFor();
});

test('who waits sees since when and what was given, also after a reload, corrects it, and withdraws it', async () => {
  const page = await visit({ viewport: { width: 320, height: 640 } });
  const { email } = await registeredPerson(gatehouse, 'withdraws@example.test');
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await arriveAt(page, 'Waiting for approval');
  await page.reload();
  await arriveAt(page, 'Waiting for approval');
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/p/demo/status');
  await page.getByText('It has waited since').waitFor();
  await soon(() => page.locator('dl').textContent()).toBe(`Full nameAda LovelaceEmail address${email}`);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByText('Correct it').click();
  await fillIn(page, { 'Full name': '' });
  await press(page, 'Save the corrections');
  await page.locator('.issue').waitFor();
  await fillIn(page, { 'Full name': 'Augusta King' });
  expect(await violationsOf(page)).toEqual([]);
  await press(page, 'Save the corrections');
  await page.getByText('Your corrections are saved.').waitFor();
  await soon(() => page.locator('dl').textContent()).toBe(`Full nameAugusta KingEmail address${email}`);
  await page.getByText('Withdraw my registration').click();
  await press(page, 'Withdraw it for good');
  await arriveAt(page, 'Your registration is withdrawn');
  await page.reload();
  await arriveAt(page, 'See your registration again');
});

test('too many attempts are told with the time to wait', async () => {
  const page = await visit();
  const refusal = { __typename: 'TooManyAttempts', message: 'Too many attempts. Try again in 840 seconds.', retryAfter: 840 };
  await page.goto('/p/demo/log-in');
  await page.getByLabel('Email address').waitFor();
  await page.route('/graphql', (route) => route.fulfill({ json: { data: { logIn: refusal } } }));
  await logInWith(page, 'anna@example.test');
  await page.getByRole('alert').getByText('Try again in 14 minutes.').waitFor();
});
