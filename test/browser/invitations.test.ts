import { expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { lastMailTo, mailsTo, verifiedPerson } from '../kit/people.ts';
import { fillIn, openBrowser, press, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const { visit } = await openBrowser(gatehouse);

test('an admin pastes a list, corrects its lines, and sees what became of each person', async () => {
  await verifiedPerson(gatehouse, 'here@invited.test');
  const page = await visit();
  await arriveAtDesk(page, '/admin/invitations', 'Invitations');
  await page.getByText('choose a portal at the top').waitFor();
  await page.getByLabel('Portal').selectOption('demo');
  await page.getByRole('link', { name: 'Invite people' }).click();
  await page.locator('h1').getByText('Invite people to demo portal').waitFor();
  const lines = [
    'Ada Lovelace <ada@invited.test>',
    'grace@invited.test, Grace Hopper',
    'nobody',
    'ADA@invited.test',
    'here@invited.test',
  ];
  const list = page.getByLabel('Email addresses, one on each line');
  await list.fill(lines.join('\n'));
  await page.getByText('3 people. 2 lines to correct:').waitFor();
  await page.getByText('Line 3: this is no email address').waitFor();
  await page.getByText('Line 4: the address stands in the list twice').waitFor();
  await press(page, 'Invite');
  await page.getByText('Correct the lines that are named below.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await list.fill(lines.filter((line) => !/nobody|ADA/.test(line)).join('\n'));
  await fillIn(page, { 'Message (optional)': 'See you there.' });
  await press(page, 'Invite');
  await page.locator('p:focus').getByText('2 people are invited.').waitFor();
  await page.getByRole('rowheader', { name: 'here@invited.test' }).waitFor();
  await soon(() => list.inputValue()).toBe('here@invited.test');
  expect(await violationsOf(page)).toEqual([]);
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, 'grace@invited.test').text).toContain('See you there.');
  expect(mailsTo(gatehouse, 'ada@invited.test')).toHaveLength(1);

  await page.getByRole('link', { name: 'Invitations' }).first().click();
  await page.getByText('2 invitations').waitFor();
  await press(page, 'Send the invitation of grace@invited.test again');
  await page
    .getByText(/last email|hour|Try again/i)
    .first()
    .waitFor();
  await press(page, 'Revoke the invitation of ada@invited.test');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The invitation is revoked.').waitFor();
  await page.getByLabel('State').selectOption('Open');
  await page.getByText('1 invitation', { exact: true }).waitFor();
  // The row that had the focus goes away.
  await press(page, 'Revoke the invitation of grace@invited.test');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.locator('p:focus').getByText('There are no such invitations.').waitFor();
});

test('a thousand pasted people are invited at once', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/invitations/new?portal=second', 'Invite people to second portal');
  const people = Array.from({ length: 1_001 }, (_, n) => `p${n}@thousand.test`);
  const list = page.getByLabel('Email addresses, one on each line');
  await list.fill(people.join('\n'));
  await page.getByText('Line 1001: the list is too long').waitFor();
  await list.fill(people.slice(0, 1_000).join('\n'));
  await page.getByLabel('Email the invitations').uncheck();
  await press(page, 'Invite');
  await page.getByText('1,000 people are invited.').waitFor();
  const [{ count } = { count: 0 }] = await gatehouse.sql<{ count: number }>(
    "SELECT count(*)::int AS count FROM invitations WHERE email LIKE '%@thousand.test'",
  );
  expect(count).toBe(1_000);
  await soon(() => page.getByRole('row').count()).toBe(1_001);
});

test('a link for many is shown once, with a picture, and works until it is used up', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/invitations/link?portal=demo', 'Make a link to sign up at demo portal');
  await fillIn(page, { 'Name for admins (optional)': 'Hackathon', 'Only these email domains (optional)': 'hack.test' });
  await page.getByLabel('How many people can use it').fill('0');
  await press(page, 'Make the link');
  await page.getByText('Please correct:').waitFor();
  await page.getByLabel('How many people can use it').fill('5');
  await press(page, 'Make the link');
  await page.getByRole('img', { name: 'QR picture of the link' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const link = await page.locator('code').textContent();
  expect(link).toMatch(/\/p\/demo\/sign-up\?invite=/);
  await page.goto('/admin/invitations?portal=demo&kind=LINK');
  const row = page.getByRole('row', { name: /Hackathon/ });
  await row.getByText('only hack.test').waitFor();
  await row.getByText('0 of 5 used').waitFor();
});

test('a portal that the choice does not have is never taken for all portals', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/people?portal=nowhere', 'People');
  await page.getByText('Your role does not let you see this.').waitFor();
  await soon(() => page.getByLabel('Portal').inputValue()).toBe('nowhere');
  await page.getByLabel('Portal').selectOption('All portals');
  await page.getByRole('table').or(page.getByText('There are no such people.')).waitFor();
});
