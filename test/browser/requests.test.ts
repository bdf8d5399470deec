import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addAdmin, adminId, openDemoPortal, setReasonTemplates, updateAdmin, updatePortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { mailsTo, statusOf } from '../kit/people.ts';
import { seedRequests } from '../kit/requests.ts';
import { fillIn, openBrowser, press, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { undoWindow: 300 }, owner));
await succeed(setReasonTemplates(gatehouse, [{ name: 'No contract', text: 'There is no contract with your company.' }], owner));
// A worker tells the pages of changes at once.
await gatehouse.startWorker();
const { visit, troubles } = await openBrowser(gatehouse);

/** Requests of people with names of their own, at the portal `demo`. */
async function seed(name: string, count: number): Promise<void> {
  await gatehouse.sql('DELETE FROM developers');
  await seedRequests(gatehouse, name, count);
  await gatehouse.sql("UPDATE developers SET full_name = 'Person ' || split_part(email, '@', 1)");
}

const nameOf = (number: number, name: string) => `Person ${name}${number}`;
const rowOf = (page: Page, name: string) => page.getByRole('row', { name, exact: true });
const shown = (page: Page) => page.locator('article h2');
const told = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text).waitFor();

async function arrive(page: Page, first: string, admin = ADMIN): Promise<void> {
  await arriveAtDesk(page, '/admin', 'Requests', admin);
  await shown(page).getByText(first, { exact: true }).waitFor();
}

test('an admin decides by keyboard alone: approve, undo, reject with a saved reason, ask, note, select', async () => {
  await seed('keys', 6);
  const page = await visit();
  await arrive(page, nameOf(1, 'keys'));
  const { keyboard } = page;

  await keyboard.press('a');
  await rowOf(page, nameOf(1, 'keys')).getByText('You approved it').waitFor();
  await shown(page).getByText(nameOf(2, 'keys')).waitFor();
  expect(await rowOf(page, nameOf(2, 'keys')).evaluate((row) => row === document.activeElement)).toBe(true);
  await told(page, 'Approved Person keys1');
  await keyboard.press('u');
  await told(page, 'Person keys1 waits again.');
  await shown(page).getByText(nameOf(1, 'keys')).waitFor();
  await soon(() => statusOf(gatehouse, 'keys1@keys.test')).toBe('PENDING');

  await keyboard.press('r');
  await page.getByRole('dialog', { name: 'Reject Person keys1' }).waitFor();
  await page.getByLabel('Saved reason').selectOption('No contract');
  await soon(() => page.getByLabel('Reason', { exact: true }).inputValue()).toBe('There is no contract with your company.');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('Note for other admins').fill('Called them.');
  await keyboard.press('Control+Enter');
  await rowOf(page, nameOf(1, 'keys')).getByText('You rejected it').waitFor();
  await soon(() => rowOf(page, nameOf(2, 'keys')).evaluate((row) => row === document.activeElement)).toBe(true);
  const [decision] = await gatehouse.sql<{ reason: string; note: string }>(
    'SELECT reason, note FROM decisions WHERE reason IS NOT NULL ORDER BY created_at DESC LIMIT 1',
  );
  expect(decision).toEqual({ reason: 'There is no contract with your company.', note: 'Called them.' });

  await keyboard.press('q');
  // What is typed in a field is text.
  await keyboard.type('a question?');
  await keyboard.press('Control+Enter');
  await told(page, 'Person keys2 gets the question by email.');
  await rowOf(page, nameOf(2, 'keys'))
    .getByText(/^Asked on/)
    .waitFor();
  await keyboard.press('n');
  await keyboard.type('no answer yet');
  await keyboard.press('Control+Enter');
  await told(page, 'The note about Person keys2 is saved.');

  await keyboard.press('j');
  await keyboard.press('x');
  await keyboard.press('j');
  await keyboard.press('x');
  await page.getByText('2 selected').waitFor();
  await keyboard.press('a');
  await told(page, 'Approved 2 requests');
  await rowOf(page, nameOf(4, 'keys')).getByText('You approved it').waitFor();
  await keyboard.press('u');
  await told(page, '2 requests wait again.');

  await keyboard.press('c');
  await rowOf(page, nameOf(3, 'keys')).getByText('You look at it').waitFor();
  await keyboard.press('/');
  await keyboard.type('keys6');
  await soon(() => page.getByRole('row').count()).toBe(1);
  await keyboard.press('Escape');
});

test('two admins work on one queue: each sees at once what the other one does, and nothing moves', async () => {
  await seed('both', 5);
  await addAdmin(gatehouse, 'grace@gatehouse.test', 'APPROVER', 'demo');
  const [ada, grace] = [await visit(), await visit()];
  await arrive(ada, nameOf(1, 'both'));
  await arrive(grace, nameOf(1, 'both'), { ...ADMIN, email: 'grace@gatehouse.test' });

  await grace.keyboard.press('c');
  await rowOf(ada, nameOf(1, 'both')).getByText('grace@gatehouse.test looks at it').waitFor();
  await ada.keyboard.press('c');
  await shown(ada).getByText(nameOf(2, 'both')).waitFor();

  const before = await rowOf(ada, nameOf(3, 'both')).boundingBox();
  await grace.keyboard.press('a');
  await rowOf(ada, nameOf(1, 'both'))
    .getByText(/^Approved by grace@gatehouse\.test, /)
    .waitFor();
  expect(await rowOf(ada, nameOf(3, 'both')).boundingBox()).toEqual(before);
  await ada.getByText('4 people wait', { exact: true }).waitFor();

  // Her page does not know yet that the request is decided.
  await grace.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('query findRequest')) await route.continue();
  });
  await ada.keyboard.press('r');
  await ada.keyboard.press('Control+Enter');
  await rowOf(ada, nameOf(2, 'both')).getByText('You rejected it').waitFor();
  await rowOf(grace, nameOf(2, 'both')).click();
  await grace.keyboard.press('a');
  await rowOf(grace, nameOf(2, 'both'))
    .getByText(/^Rejected by owner@gatehouse\.test, /)
    .waitFor();
  expect(await statusOf(gatehouse, 'both2@both.test')).toBe('REJECTED');
});

test('who undoes in the last moment either undoes the decision or learns that the person knows it', async () => {
  await seed('late', 2);
  const page = await visit();
  await arrive(page, nameOf(1, 'late'));
  const mails = () => mailsTo(gatehouse, 'late1@late.test').length;
  await page.keyboard.press('a');
  await soon(() => statusOf(gatehouse, 'late1@late.test')).toBe('APPROVED');
  await endWindow();
  await Promise.all([gatehouse.drain(), page.keyboard.press('u')]);
  await told(page, /waits again|cannot be undone/i);
  const isUndone = (await statusOf(gatehouse, 'late1@late.test')) === 'PENDING';
  await rowOf(page, nameOf(1, 'late'))
    .getByText(isUndone ? 'ago' : 'You approved it')
    .waitFor();
  await gatehouse.drain();
  await soon(mails).toBe(isUndone ? 0 : 1);

  await rowOf(page, nameOf(2, 'late')).click();
  await page.keyboard.press('a');
  await soon(() => statusOf(gatehouse, 'late2@late.test')).toBe('APPROVED');
  await endWindow();
  await gatehouse.drain();
  await soon(() => mailsTo(gatehouse, 'late2@late.test').length).toBe(1);
  await page.keyboard.press('u');
  await told(page, /cannot be undone/i);
  await rowOf(page, nameOf(2, 'late')).getByText('You approved it').waitFor();
  expect(await statusOf(gatehouse, 'late2@late.test')).toBe('APPROVED');
});

/** Lets the emails of all decisions be due. */
const endWindow = () => gatehouse.sql("UPDATE jobs SET due_at = now() WHERE queue = 'MAILS' AND finished_at IS NULL");

test('100 decisions by keyboard alone, faster than the page answers, reach everybody they are meant for', async () => {
  await seed('many', 101);
  const page = await visit();
  await arrive(page, nameOf(1, 'many'));
  for (let number = 1; number <= 100; number++) {
    // The next rows come while the first ones are decided.
    await rowOf(page, nameOf(number, 'many')).waitFor();
    await page.keyboard.press('a');
  }
  const statuses = () => gatehouse.sql('SELECT status, count(*)::int FROM developers GROUP BY status ORDER BY status');
  await soon(statuses).toEqual([
    { status: 'PENDING', count: 1 },
    { status: 'APPROVED', count: 100 },
  ]);
  await shown(page).getByText(nameOf(101, 'many'), { exact: true }).waitFor();
  await page.getByText('1 person waits').waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test('a decision draws the rows that it changes, and not the whole list', async () => {
  const [rows, decisions] = [50, 10];
  await seed('drawn', rows);
  const page = await visit();
  // React sets the box of a row each time that it draws the row, whether anything in it changed or not.
  await page.addInitScript(`
    globalThis.drawn = 0;
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'checked');
    Object.defineProperty(HTMLInputElement.prototype, 'checked', {
      configurable: true,
      get,
      set(isChecked) { drawn++; set.call(this, isChecked); },
    });`);
  await arrive(page, nameOf(1, 'drawn'));
  const drawn = () => page.evaluate<number>('drawn');
  const before = await drawn();
  expect(before).toBeGreaterThanOrEqual(rows);
  for (let number = 1; number <= decisions; number++) {
    await page.keyboard.press('a');
    await rowOf(page, nameOf(number, 'drawn')).getByText('You approved it').waitFor();
    await page.getByText(`${rows - number} people wait`, { exact: true }).waitFor();
  }
  expect((await drawn()) - before).toBeLessThan(rows * decisions);
});

test('all that match are decided at once, after the admin typed how many they are', async () => {
  await seed('bulk', 120);
  const page = await visit();
  await arrive(page, nameOf(1, 'bulk'));
  await press(page, 'Select these 50');
  await press(page, 'Reject all 120');
  const dialog = page.getByRole('dialog', { name: 'Reject all 120' });
  await fillIn(page, { 'Type 120 to confirm': '12' });
  await dialog.getByRole('button', { name: 'Reject all 120' }).click();
  await page.getByText('This is not 120.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await fillIn(page, { 'Type 120 to confirm': '120', Reason: 'We are full.' });
  await page.keyboard.press('Control+Enter');
  await told(page, '120 requests were decided.');
  await page.getByText('Nobody waits', { exact: true }).waitFor();
});

test('an admin whose role is taken while the page is open decides nothing any more, and is told so', async () => {
  await seed('role', 2);
  await addAdmin(gatehouse, 'heidi@gatehouse.test', 'APPROVER', 'demo');
  const page = await visit();
  await arrive(page, nameOf(1, 'role'), { ...ADMIN, email: 'heidi@gatehouse.test' });
  await succeed(
    updateAdmin(gatehouse, await adminId(gatehouse, 'heidi@gatehouse.test'), [{ portal: 'demo', role: 'VIEWER' }], owner),
  );
  await page.keyboard.press('a');
  await told(page, /not allowed/i);
  await page.getByRole('button', { name: 'Approve' }).waitFor({ state: 'hidden' });
  await rowOf(page, nameOf(1, 'role')).getByText('ago').waitFor();
  expect(await statusOf(gatehouse, 'role1@role.test')).toBe('PENDING');
});

test('a VIEWER reads the queue and finds no act in it', async () => {
  await seed('view', 2);
  await addAdmin(gatehouse, 'victor@gatehouse.test', 'VIEWER', 'demo');
  const page = await visit();
  await arrive(page, nameOf(1, 'view'), { ...ADMIN, email: 'victor@gatehouse.test' });
  for (const key of ['a', 'r', 'q', 'n', 'x', 'c', 'u']) await page.keyboard.press(key);
  await page.keyboard.press('j');
  await shown(page).getByText(nameOf(2, 'view')).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByRole('button', { name: /Approve|Reject|Ask|Note|Take the next/ }).count()).toBe(0);
  expect(await statusOf(gatehouse, 'view1@view.test')).toBe('PENDING');
  expect(await violationsOf(page)).toEqual([]);
});

test('single keys can be switched off, and the browser remembers it', async () => {
  await seed('off', 1);
  const page = await visit();
  await arrive(page, nameOf(1, 'off'));
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('Single keys act').uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  await shown(page).getByText(nameOf(1, 'off')).waitFor();
  await page.keyboard.press('?');
  await page.keyboard.press('a');
  await press(page, 'Approve');
  await soon(() => statusOf(gatehouse, 'off1@off.test')).toBe('APPROVED');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await gatehouse.sql('SELECT 1 FROM decisions d JOIN developers p ON p.id = d.developer_id')).toHaveLength(1);
});

test('a lost connection is said, and the list is read again after it', async () => {
  await seed('lost', 1);
  const page = await visit();
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('subscription')) await route.abort();
    else await route.continue();
  });
  await arrive(page, nameOf(1, 'lost'));
  await told(page, /^The connection is lost/);
  expect(await violationsOf(page)).toEqual([]);
  await seedRequests(gatehouse, 'again', 1);
  await page.unroute('**/graphql');
  await page.getByText('2 people wait', { exact: true }).waitFor();
  await page.getByText(/^The connection is lost/).waitFor({ state: 'hidden' });
  expect(troubles.splice(0).every((trouble) => trouble.includes('ERR_FAILED'))).toBe(true);
});

test('a key that is meant for a dialog decides nothing while the dialog is on its way', async () => {
  await seed('slow', 2);
  const page = await visit();
  const held = Promise.withResolvers<void>();
  await page.route(/\/assets\/modal-/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await arrive(page, nameOf(1, 'slow'));
  await page.keyboard.press('r');
  await page.keyboard.press('a');
  held.resolve();
  await page.getByLabel('Reason', { exact: true }).waitFor();
  expect(await gatehouse.sql("SELECT count(*)::int FROM developers WHERE status <> 'PENDING'")).toEqual([{ count: 0 }]);
});
