import { expect, test } from 'vitest';
import { addAdmin, decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { lastMailTo, statusOf, verifiedPerson } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, press } from './browser.ts';

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const { visit } = await openBrowser(gatehouse);
const owner = await openDemoPortal(operator);
const APPROVER = 'approver@page.test';
await addAdmin(operator, APPROVER, 'APPROVER', 'demo');

async function waiting(email: string): Promise<{ id: string; link: string }> {
  await operator.sql('DELETE FROM new_request_notices');
  const { id } = await verifiedPerson(operator, email);
  // The operator's worker wrote it, and both serve the same pages.
  const { pathname, search } = new URL(await mailedLink(gatehouse, APPROVER));
  return { id, link: pathname + search };
}

test('one click approves; loading the page has changed nothing', async () => {
  await succeed(updatePortal(operator, { showApplicants: true }, owner));
  const { link } = await waiting('ada@page.test');
  const page = await visit();
  await page.goto(link);
  await arriveAt(page, 'Decide about a request');
  await page.getByText('ada@page.test').waitFor();
  await page.reload();
  await arriveAt(page, 'Decide about a request');
  expect(await statusOf(operator, 'ada@page.test')).toBe('PENDING');
  await press(page, 'Approve');
  await arriveAt(page, 'You approved the request');
  expect(page.url()).not.toContain('token');
  expect(await statusOf(operator, 'ada@page.test')).toBe('APPROVED');
  await page.goto(link);
  await arriveAt(page, 'This request was decided already');
});

test('a rejection carries the reason', async () => {
  const { link } = await waiting('grace@page.test');
  const page = await visit();
  await page.goto(link);
  await fillIn(page, { 'Reason (optional)': 'Only partners.' });
  await press(page, 'Reject');
  await arriveAt(page, 'You rejected the request');
  await operator.sql('UPDATE jobs SET due_at = now() WHERE finished_at IS NULL');
  await operator.drain();
  expect(lastMailTo(operator, 'grace@page.test').text).toContain('Only partners.');
});

test('who was slower is told who decided', async () => {
  const { id, link } = await waiting('slow@page.test');
  const page = await visit();
  await page.goto(link);
  await arriveAt(page, 'Decide about a request');
  await succeed(decide(operator, 'reject', [id], owner));
  await press(page, 'Approve');
  await arriveAt(page, 'This request was decided already');
  await page.getByText(`${ADMIN.email} rejected this request on`).waitFor();
});

test('where the portal hides applicants, this admin logs in on the page; another admin is told whose link it is', async () => {
  await succeed(updatePortal(operator, { showApplicants: false }, owner));
  const { link } = await waiting('hidden@page.test');
  const page = await visit();
  await page.goto('/admin/log-in');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/admin');
  await page.goto(link);
  await arriveAt(page, 'Log in to decide');
  await page.getByText(`You are logged in as ${ADMIN.email}, who cannot use it.`).waitFor();
  expect(await page.getByText('hidden@page.test').count()).toBe(0);
  await logInWith(page, APPROVER, ADMIN.password);
  await arriveAt(page, 'Decide about a request');
  await page.getByText('hidden@page.test').waitFor();
  await press(page, 'Approve');
  await arriveAt(page, 'You approved the request');
});

test('a link that does not count says so', async () => {
  const page = await visit();
  await page.goto('/admin/decide?token=made-up');
  await arriveAt(page, 'This link does not work');
});
