import { expect, test } from 'vitest';
import type { SsoReason } from '../../domain/sso/refusal.ts';
import { updatePortal } from '../kit/admins.ts';
import { connected, testConnection, tryOut, updateConnection } from '../kit/connections.ts';
import { ADMIN } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';
import { arriveAt, fillIn, logInWith, openBrowser, openRow, press } from './browser.ts';
import { beThere, chooseWay, startSsoSites } from './sso-sites.ts';

const REFERENCE = 'b8f6b3a6-5f0c-4d5e-9d3a-1c2b3a4d5e6f';
const GENERAL = 'Something went wrong on our side.';

/** The one that is left out happens to admins alone. */
const HEADINGS: Record<Exclude<SsoReason, 'OTHER_ADDRESS'>, string> = {
  UNAVAILABLE: 'You are not logged in',
  MISCONFIGURED: 'You are not logged in',
  REFUSED: 'You are not logged in',
  INVALID_ANSWER: 'You are not logged in',
  OFF: 'You are not logged in',
  EXPIRED: 'You are not logged in',
  NO_ADDRESS: 'You are not logged in',
  NOT_REGISTERED: 'You are not logged in',
  LINKED_ELSEWHERE: 'Nothing was linked',
  PENDING: 'Waiting for approval',
  REJECTED: 'Your registration was rejected',
  REVOKED: 'Your access was revoked',
  TOO_MANY_ATTEMPTS: 'You are not logged in',
  UNEXPECTED: 'You are not logged in',
};

const { gatehouse, admin, demo, acme } = await startSsoSites();
const { visit } = await openBrowser(gatehouse, [demo, acme]);

test('every reason why a log-in failed has a sentence of its own, and nothing else of the address is shown', async () => {
  const page = await visit();
  const sentences: string[] = [];
  for (const [reason, heading] of Object.entries(HEADINGS)) {
    await page.goto(`/p/demo/sso-failed?${new URLSearchParams({ reason, reference: REFERENCE })}`);
    await arriveAt(page, heading);
    await page.getByText(REFERENCE).waitFor();
    await page.getByRole('link', { name: 'help@demo.test' }).first().waitFor();
    sentences.push(present(await page.locator('main > p').first().textContent()));
  }
  const isGeneral = (sentence: string) => sentence.startsWith(GENERAL);
  expect(sentences.filter(isGeneral)).toHaveLength(1);
  // Both of those who are shut out are told the same.
  expect(new Set(sentences).size).toBe(sentences.length - 1);

  for (const evil of ['<b>Call 0900 1</b>', `${REFERENCE} call 0900 1`, 'constructor']) {
    await page.goto(`/p/demo/sso-failed?${new URLSearchParams({ reason: evil, reference: evil })}`);
    await arriveAt(page, 'You are not logged in');
    await page.getByText(GENERAL).waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/0900|constructor/);
  }
});

test('a failure leads to its page, under a number that the log and the admins have too', async () => {
  const page = await visit();
  await page.goto('/p/demo/log-in');
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Nobody');
  await arriveAt(page, 'You are not logged in');
  const reference = new URL(page.url()).searchParams.get('reference') ?? 'none';
  await page.getByText(reference).waitFor();
  expect(gatehouse.logs.filter((line) => line.includes(reference))).toHaveLength(1);
  expect(await gatehouse.sql('SELECT reason FROM sso_failures WHERE reference = $1', [reference])).toEqual([
    { reason: 'REFUSED' },
  ]);
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Catalog');
});

test('fault 16: who is logged in is told so after a step back, and led on', async () => {
  const page = await visit();
  await page.goto('/p/demo/log-in');
  await chooseWay(page, 'Demo ID');
  const answered = page.waitForRequest((request) => new URL(request.url()).pathname.startsWith('/sso/callback'));
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Catalog');
  await page.goto((await answered).url());
  await arriveAt(page, 'You are logged in');
  expect(new URL(page.url()).searchParams.get('reason')).toBe('EXPIRED');
  await page.getByText('You are logged in as Grace Hopper (grace@example.com).').waitFor();
  await page.goto('/p/demo/sso-failed?reason=REFUSED');
  await arriveAt(page, 'That log-in did not succeed');
  await page.getByRole('link', { name: 'your account' }).click();
  await arriveAt(page, 'Your account');
});

test('a typed address shows the way of its domain', async () => {
  const page = await visit();
  const corp = { portal: 'acme', label: 'Corp login', issuer: demo, enabled: true, emailDomains: ['corp.test'] };
  const id = await connected(gatehouse, corp, admin);
  const way = (label: string) => page.getByRole('link', { name: `Log in with ${label}` });
  for (const name of ['log-in', 'sign-up']) {
    await page.goto(`/p/acme/${name}`);
    await way('Acme ID').waitFor();
    await way('Corp login').waitFor();
    await fillIn(page, { 'Email address': 'ada@corp.test' });
    await page.keyboard.press('Tab');
    await way('Acme ID').waitFor({ state: 'detached' });
    await way('Corp login').waitFor();
    await fillIn(page, { 'Email address': 'ada@other.test' });
    await page.keyboard.press('Tab');
    await way('Corp login').waitFor({ state: 'detached' });
    await way('Acme ID').waitFor();
    await fillIn(page, { 'Email address': 'ada' });
    await page.keyboard.press('Tab');
    await way('Corp login').waitFor();
  }

  await tryOut(gatehouse, id);
  await updatePortal(gatehouse, { passwordLogin: false }, admin, 'acme');
  await page.goto('/p/acme/log-in?returnTo=/p/acme/account');
  await fillIn(page, { 'Email address': 'ada@other.test' });
  await press(page, 'Show where to log in');
  await way('Corp login').waitFor({ state: 'detached' });
  const [all] = await gatehouse.sql<{ id: string }>("SELECT id FROM sso_connections WHERE label = 'Acme ID'");
  await updateConnection(gatehouse, present(all?.id), { emailDomains: ['acme.test'] }, admin);
  await press(page, 'Show where to log in');
  await page.getByText('Nobody logs in here with this address.').waitFor();
  await fillIn(page, { 'Email address': 'ada@acme.test' });
  await press(page, 'Show where to log in');
  await page.getByText('Nobody logs in here with this address.').waitFor({ state: 'detached' });
  await updateConnection(gatehouse, present(all?.id), { emailDomains: [] }, admin);
  await way('Acme ID').click();
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Your account');
  expect(await page.getByRole('heading', { name: 'Password', exact: true }).count()).toBe(0);
  // Who is logged in is led on from these pages.
  const stranger = await visit();
  for (const name of ['', 'log-in', 'sign-up', 'forgot-password']) {
    await stranger.goto(`/p/acme/${name}`);
    await stranger.getByRole('link', { name: 'Log in with Acme ID' }).waitFor();
    expect(await stranger.getByLabel('Password', { exact: true }).count()).toBe(0);
  }
  await updatePortal(gatehouse, { passwordLogin: true }, admin, 'acme');
});

test('a password that was left behind proves nothing where the portal takes none', async () => {
  const page = await visit();
  const [connection] = await gatehouse.sql<{ id: string }>("SELECT id FROM sso_connections WHERE label = 'Demo ID'");
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Your account');
  await openRow(page, 'Password');
  await page.getByRole('link', { name: 'Log in again with Demo ID' }).filter({ visible: true }).click();
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Your account');
  await fillIn(page, { 'New password': 'nine green kites landed' });
  await press(page, 'Create password');
  await page.getByText('Your password is saved').waitFor();
  await tryOut(gatehouse, present(connection?.id));
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
  await page.reload();
  await arriveAt(page, 'Your account');
  const last = await openRow(page, 'Delete your account');
  expect(await last.getByLabel('Your password').count()).toBe(0);
  await last.getByLabel('Type grace@example.com').fill('grace@example.com');
  await press(page, 'Delete my account');
  await arriveAt(page, 'Your account is deleted');
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
});

test('a trial shows the admin who began it what would be kept, and a failed one why', async () => {
  const page = await visit();
  const input = { portal: 'demo', label: 'Tried', issuer: demo, clientId: 'gatehouse-demo' };
  const id = await connected(gatehouse, input, admin);
  const trialUrl = async () => (await succeed(testConnection(gatehouse, id, admin))).trialUrl;
  await page.goto(await trialUrl());
  await beThere(page, 'Alan Turing');
  await arriveAt(page, 'Log in as an admin');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await arriveAt(page, 'Trial of a log-in with SSO');
  for (const text of ['It succeeded', demo, 'alan@example.org', 'no: the person has to confirm it', 'research']) {
    await page.getByText(text).first().waitFor();
  }

  await page.goto('/p/demo/log-in');
  expect(await page.getByRole('link', { name: 'Log in with Tried' }).count()).toBe(0);
  await updateConnection(gatehouse, id, { clientSecret: 'not needed' }, admin);
  await page.goto(await trialUrl());
  await arriveAt(page, 'Trial of a log-in with SSO');
  await page.getByText('It failed').waitFor();
  await page.goto('/admin/sso-trial?id=x');
  await page.getByText('There is no such trial.').waitFor();
});
