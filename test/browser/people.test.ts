import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { bearer, lastMailTo, loggedInPerson, statusOf, verifiedPerson, whoAmI } from '../kit/people.ts';
import { fillIn, openBrowser, press } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await setSignUpFields(
  gatehouse,
  [{ key: 'tier', label: 'Tier', kind: 'CHOICE', choices: ['Gold', 'Silver'], editableBy: 'ADMINS', visibleTo: 'ADMINS' }],
  admin,
);
const { visit } = await openBrowser(gatehouse);

test('an admin finds a person, reads everything, and does all that is possible', async () => {
  const { id } = await verifiedPerson(gatehouse, 'ada@gmail.com');
  const page = await visit();
  await arriveAtDesk(page, '/admin/people', 'People');
  await page.getByRole('searchbox').fill('ada@gm');
  await page.getByText('1 person').waitFor();
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByText('Free mail provider').waitFor();
  await press(page, 'Add a note');
  await fillIn(page, { 'Note for other admins': 'Met at the fair.' });
  expect(await violationsOf(page)).toEqual([]);
  await press(page, 'Save');
  await page.getByRole('region', { name: 'Notes for admins' }).getByText('Met at the fair.').waitFor();
  await press(page, 'Change answers');
  await page.getByLabel('Tier').selectOption('Gold');
  await press(page, 'Save');
  await page.getByRole('region', { name: 'Answers' }).getByText('Gold').waitFor();
  await press(page, 'Ask a question');
  await fillIn(page, { Question: 'Which product?' });
  await press(page, 'Send');
  await page.getByText('Asked, no answer yet, since').waitFor();
  await press(page, 'Approve');
  await page.getByText('demo portal: Approved').waitFor();
  expect(await statusOf(gatehouse, 'ada@gmail.com')).toBe('APPROVED');
  await press(page, 'Undo the decision');
  await page.getByText('demo portal: Waiting').waitFor();
  await press(page, 'Reject');
  await fillIn(page, { Reason: 'We know nobody of this name.' });
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await page.getByText('demo portal: Rejected').waitFor();
  await press(page, 'Delete');
  await fillIn(page, { 'Type ada@gmail.com to confirm': 'ada@gmail.co' });
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('This is not ada@gmail.com.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await fillIn(page, { 'Type ada@gmail.com to confirm': 'ada@gmail.com' });
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.locator('h1').getByText('People', { exact: true }).waitFor();
  expect(await statusOf(gatehouse, 'ada@gmail.com')).toBeNull();
  await page.goto(`/admin/people/${id}`);
  await page.getByText('This person is not here any more').waitFor();
});

test('an admin ends a session, and sends the email that resets the password', async () => {
  const { id } = await loggedInPerson(gatehouse, 'grace@work.test', admin);
  const token = await bearer(gatehouse, 'grace@work.test');
  const page = await visit();
  await arriveAtDesk(page, '/admin/people', 'People');
  await page.goto(`/admin/people/${id}`);
  const sessions = page.getByRole('region', { name: 'Open sessions' });
  await sessions.getByRole('button').first().waitFor();
  await press(page, 'Send a password reset email');
  await page.getByText('The email is on its way').waitFor();
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, 'grace@work.test').subject).toMatch(/password/i);
  await press(page, 'Log out everywhere');
  await page.getByRole('dialog').getByRole('button', { name: 'Log out everywhere' }).click();
  await page.getByText('There is no open session.').waitFor();
  expect(await whoAmI(gatehouse, { token })).toBeNull();
});

test('who may only read sees the person without a button', async () => {
  const { id } = await verifiedPerson(gatehouse, 'reader@work.test');
  await addAdmin(gatehouse, 'viewer@people.test', 'VIEWER', 'demo');
  const page = await visit();
  await arriveAtDesk(page, '/admin/people', 'People', { ...ADMIN, email: 'viewer@people.test' });
  await page.goto(`/admin/people/${id}`);
  await page.getByText('demo portal: Waiting').waitFor();
  await page.getByText('There is no open session.').waitFor();
  expect(await page.locator('main').getByRole('button').allTextContents()).toEqual([]);
});

test('the filtered list is exported whole, and no cell runs as a formula', async () => {
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, updated_at)
     SELECT gen_random_uuid(), portals.id, n || '@export.test', n || '@export.test',
       CASE n WHEN 1 THEN '=HYPERLINK("https://evil.test")' WHEN 2 THEN '+1' WHEN 3 THEN '@SUM(A1)' WHEN 4 THEN 'Doe, "Jo"' ELSE 'Name ' || n END,
       'APPROVED', now(), now()
     FROM portals, generate_series(1, 230) n WHERE slug = 'demo'`,
  );
  const page = await visit();
  // Without a file picker, which a test cannot answer.
  await page.addInitScript('delete globalThis.showSaveFilePicker');
  await arriveAtDesk(page, '/admin/people?search=export.test&status=APPROVED&order=EMAIL', 'People');
  await page.getByText('230 people').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Export as CSV')]);
  expect(download.suggestedFilename()).toMatch(/^people-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
  expect(lines).toHaveLength(1 + 230 + 1);
  expect(lines[0]).toBe('\ufeffId,Email address,Name,Portal,Status,Registered,Last log-in,Answers');
  const nameOf = (email: string) => lines.find((line) => line.includes(`,${email}@export.test,`))?.split('@export.test,')[1];
  expect(nameOf('1')).toMatch(/^"'=HYPERLINK\(""https:\/\/evil\.test""\)",demo,APPROVED,/);
  expect(nameOf('2')).toMatch(/^'\+1,demo/);
  expect(nameOf('3')).toMatch(/^'@SUM\(A1\),demo/);
  expect(nameOf('4')).toMatch(/^"Doe, ""Jo""",demo/);
});
