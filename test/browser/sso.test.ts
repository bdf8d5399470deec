import { expect, test } from 'vitest';
import { approvedPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { arriveAt, logInWith, mailedLink, openBrowser, openRow, press, tabTo } from './browser.ts';
import { beThere, chooseWay, startSsoSites } from './sso-sites.ts';

const { gatehouse, admin, demo, acme } = await startSsoSites();
const { visit } = await openBrowser(gatehouse, [demo, acme]);

test('a person clicks “Log in with Demo ID” and is at the catalog; another portal with another provider works beside it', async () => {
  const page = await visit();
  const other = await page.context().newPage();
  await page.goto('/p/demo/');
  await arriveAt(page, 'Welcome');
  await chooseWay(page, 'Demo ID');
  await other.goto('/p/acme/catalog');
  await arriveAt(other, 'Log in');
  await chooseWay(other, 'Acme ID');
  // Both are under way now.
  await page.getByText('grace@example.com').waitFor();
  expect(new URL(page.url()).origin).toBe(demo);
  await other.getByText('alan@people.test').waitFor();
  expect(new URL(other.url()).origin).toBe(acme);
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Catalog');
  expect(page.url()).toBe(`${gatehouse.url}/p/demo/catalog`);
  await page.getByText('Grace Hopper (grace@example.com)').waitFor();

  // Logged in at one portal, a stranger at the other.
  const stranger = await page.context().newPage();
  await stranger.goto('/p/acme/catalog');
  await arriveAt(stranger, 'Log in');
  await beThere(other, 'Alan Turing');
  await arriveAt(other, 'Catalog');
  await other.getByText('Alan Turing (alan@people.test)').waitFor();
  await page.reload();
  await page.getByText('Grace Hopper (grace@example.com)').waitFor();

  // Nor does the session of the one portal count under the name of the other's.
  const cookies = await page.context().cookies(gatehouse.url);
  const [session = { value: '' }] = cookies.filter(({ name }) => name === 'gatehouse-demo');
  await page.context().addCookies([{ name: 'gatehouse-acme', value: session.value, url: gatehouse.url }]);
  await other.reload();
  await arriveAt(other, 'Log in');
});

test('who wanted a page gets to it, with the keyboard alone', async () => {
  const page = await visit();
  await page.goto('/p/demo/catalog?api=weather');
  await arriveAt(page, 'Log in');
  await tabTo(page, page.getByRole('link', { name: 'Log in with Demo ID' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Grace Hopper' }));
  await page.keyboard.press('Enter');
  await arriveAt(page, 'Catalog');
  expect(page.url()).toBe(`${gatehouse.url}/p/demo/catalog?api=weather`);
});

test('who is not known by a verified address confirms it by mail, and opening the mailed link changes nothing', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Alan Turing');
  await arriveAt(page, 'Check your email');
  const link = await mailedLink(gatehouse, 'alan@example.org');
  await fetch(link);
  await page.goto(link);
  await arriveAt(page, 'Confirm your log-in');
  await page.reload();
  await arriveAt(page, 'Confirm your log-in');
  expect(await gatehouse.sql("SELECT 1 FROM developers WHERE email = 'alan@example.org'")).toEqual([]);
  await page.getByText('You are registered at demo portal with this account').waitFor();
  await page.getByText('alan@example.org').waitFor();
  await press(page, 'Yes, it is mine');
  await arriveAt(page, 'Your log-in is confirmed');
  expect(page.url()).not.toContain('token');
  // Alan is known at the provider by now, and is not asked again.
  await page.getByRole('link', { name: 'Log in with SSO' }).click();
  await arriveAt(page, 'Catalog');
  await page.getByText('Alan Turing (alan@example.org)').waitFor();

  await page.goto(link);
  await arriveAt(page, 'Your log-in is already confirmed');
  await page.goto(`${link}x`);
  await arriveAt(page, 'This link does not work');
});

test('logging out leads on to the provider, and from there back', async () => {
  const page = await visit();
  await page.goto('/p/demo/log-in');
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Catalog');
  await press(page, 'Log out');
  await arriveAt(page, 'You are logged out');
  await page.getByRole('link', { name: 'Log out there, too' }).click();
  await press(page, 'Log out');
  await arriveAt(page, 'Log in');
  expect(new URL(page.url()).pathname).toBe('/p/demo/log-in');
  await chooseWay(page, 'Demo ID');
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
});

test('who logs out at the provider is logged out here', async () => {
  const page = await visit();
  for (const [portal, label] of [
    ['demo', 'Demo ID'],
    ['acme', 'Acme ID'],
  ]) {
    await page.goto(`/p/${portal}/log-in`);
    await chooseWay(page, present(label));
    await beThere(page, 'Grace Hopper');
    await arriveAt(page, 'Catalog');
  }
  await page.goto(`${demo}/session/end`);
  await press(page, 'Log out');
  await page.getByRole('heading', { name: 'Logged out' }).waitFor();
  await page.goto('/p/demo/catalog');
  await arriveAt(page, 'Log in');
  await page.goto('/p/acme/catalog');
  await arriveAt(page, 'Catalog');
});

test('a person links an account elsewhere by the password, comes in by it, and unlinks it', async () => {
  const page = await visit();
  const email = 'barbara@example.test';
  await approvedPerson(gatehouse, email, admin);
  await page.goto('/p/acme/log-in');
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
  await logInWith(page, email);
  await arriveAt(page, 'Your account');
  await openRow(page, 'Ways to log in');
  await page.getByText('Link an account at Demo ID').click();
  const linking = page.locator('details details').filter({ hasText: 'Go on to Demo ID' });
  await linking.getByLabel('Your password').fill('not the password at all');
  await press(page, 'Go on to Demo ID');
  await page.getByRole('alert').getByText('The password is wrong.').waitFor();
  await linking.getByLabel('Your password').fill('seven brown foxes jumped');
  await press(page, 'Go on to Demo ID');
  await beThere(page, 'Grace Hopper');
  // Grace is a developer of her own here.
  await arriveAt(page, 'Nothing was linked');

  await gatehouse.sql("DELETE FROM developers WHERE email = 'grace@example.com'");
  await page.goto('/p/demo/account');
  await openRow(page, 'Ways to log in');
  await page.getByText('Link an account at Demo ID').click();
  await linking.getByLabel('Your password').fill('seven brown foxes jumped');
  await press(page, 'Go on to Demo ID');
  await arriveAt(page, 'Your account');
  await openRow(page, 'Ways to log in');
  await page.getByText('grace@example.com', { exact: true }).waitFor();

  const elsewhere = await visit();
  await elsewhere.goto('/p/demo/log-in');
  await chooseWay(elsewhere, 'Demo ID');
  await beThere(elsewhere, 'Grace Hopper');
  await elsewhere.getByText(email).waitFor();

  await page.getByText('Unlink grace@example.com').click();
  const unlinking = page.locator('details details').filter({ hasText: 'Unlink it' });
  await unlinking.getByLabel('Your password').fill('seven brown foxes jumped');
  await press(page, 'Unlink it');
  await page.getByText('No account is linked. You log in with your password.').waitFor();
  await elsewhere.reload();
  await arriveAt(elsewhere, 'Log in');
});

test('who has no password logs in again before what takes a proof', async () => {
  const page = await visit();
  await page.goto('/p/demo/account');
  await arriveAt(page, 'Log in');
  await chooseWay(page, 'Demo ID');
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Your account');
  await openRow(page, 'Ways to log in');
  await page.getByText('Unlink grace@example.com').click();
  await press(page, 'Unlink it');
  await page.getByRole('alert').getByText('Log in with SSO again').waitFor();

  const creation = await openRow(page, 'Password');
  await creation.getByLabel('New password').fill('nine green kites landed');
  await press(page, 'Create password');
  await creation.getByRole('alert').getByText('Log in with SSO again').waitFor();
  await creation.getByRole('link', { name: 'Log in again with Demo ID' }).click();
  // The provider asks, although the person is logged in there.
  await beThere(page, 'Grace Hopper');
  await arriveAt(page, 'Your account');
  // Back in the row that asked for it.
  await creation.getByLabel('New password').waitFor();
  await openRow(page, 'Ways to log in');
  await page.getByText('Unlink grace@example.com').click();
  await press(page, 'Unlink it');
  await page.getByRole('alert').getByText('This is your only way to log in.').waitFor();
  await openRow(page, 'Password');
  await creation.getByLabel('New password').fill('nine green kites landed');
  await press(page, 'Create password');
  await page.locator('p:focus').getByText('Your password is saved').waitFor();
  await creation.getByLabel('Current password').waitFor();
  await page.reload();
  await arriveAt(page, 'Your account');

  const last = await openRow(page, 'Delete your account');
  await last.getByLabel('Type grace@example.com').fill('grace@example.com');
  await last.getByLabel('Your password').fill('nine green kites landed');
  await press(page, 'Delete my account for good');
  await arriveAt(page, 'Your account is deleted');
});
