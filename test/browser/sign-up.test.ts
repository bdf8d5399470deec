import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';
import { openDemoPortal, updatePortal } from '../kit/people.ts';
import { arriveAt, fillIn, openBrowser, press } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit, troubles } = await openBrowser(gatehouse);

test('what is wrong stands beside its field, the first one has the focus, and nothing typed is lost', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Email address': 'not an address' });
  await press(page, 'Sign up');
  await page.locator('input[name=fullName][aria-invalid=true]:focus').waitFor();
  expect(await describedBy(page, 'fullName')).toContain('Must not be empty.');
  expect(await describedBy(page, 'email')).toContain('This is not a mail address');
  expect(await page.getByLabel('Email address').inputValue()).toBe('not an address');
});

test('a failure is told in one sentence with the id of the request, and a second try works', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Alan Turing', 'Email address': 'alan@example.test' });
  const alert = page.getByRole('alert');
  await page.route('/graphql', (route) => route.abort(), { times: 1 });
  await press(page, 'Sign up');
  await alert.getByText('could not be reached').waitFor();
  expect(troubles.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')]);

  const masked = { data: { signUp: null }, errors: [{ message: 'Something went wrong.' }] };
  await page.route('/graphql', (route) => route.fulfill({ json: masked, headers: { 'x-request-id': 'id-1' } }), { times: 1 });
  await press(page, 'Sign up');
  await alert.getByText('(request id-1)').waitFor();
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your mail');
});

test('a form that is sent twice in a moment is sent once, and says that it is on its way', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Donald', 'Email address': 'donald@example.test' });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let requests = 0;
  await page.route('/graphql', async (route) => {
    requests += 1;
    await released;
    await route.continue();
  });
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('One moment').waitFor();
  expect(await page.getByRole('button').isDisabled()).toBe(true);
  await page.keyboard.press('Enter');
  release();
  await arriveAt(page, 'Check your mail');
  expect(requests).toBe(1);
});

test('a closed portal and an unknown one say so', async () => {
  const page = await visit();
  await page.goto('/p/nowhere/sign-up');
  await arriveAt(page, 'There is no such page');
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Late', 'Email address': 'late@example.test' });
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  await press(page, 'Sign up');
  await page.getByRole('alert').getByText('takes no registrations').waitFor();
  await page.reload();
  await arriveAt(page, 'Registration is closed');
});

/** What a screen reader says after the label of a field. */
async function describedBy(page: Page, name: string): Promise<string> {
  const ids = (await page.locator(`[name="${name}"]`).getAttribute('aria-describedby'))?.split(' ') ?? [];
  return (await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()))).join(' ');
}
