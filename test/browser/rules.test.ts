import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { approvalRules, ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { statusOf, verifiedPerson } from '../kit/people.ts';
import { openBrowser, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

const PEOPLE = ['a@friend.test', 'b@friend.test', 'c@foe.test', 'd@other.test'];

const names = async () => (await approvalRules(gatehouse, admin)).approvalRules.rules.map(({ name }) => name);

async function addRule(page: Page, name: string, domain: string) {
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Email domain', { exact: true }).fill(domain);
}

async function save(page: Page, appliesToPending = false) {
  await page.getByRole('button', { name: 'Save rules' }).click();
  const dialog = page.getByRole('dialog');
  if (appliesToPending) await dialog.getByLabel('Also apply this to people who wait already').check();
  await dialog.getByRole('button', { name: 'Save rules' }).click();
}

test('rules are made with a preview beside them, moved by keyboard, saved, and applied to those who wait', async () => {
  for (const email of PEOPLE) await verifiedPerson(gatehouse, email);
  await gatehouse.drain();
  const page = await visit({ viewport: { width: 1280, height: 900 } });
  await arriveAtDesk(page, '/admin/rules?portal=demo', 'Rules');
  await page.getByText('Of 4 who wait: 0 would be approved, 0 refused, 4 left to an admin.').waitFor();

  await addRule(page, 'Friends', 'friend.test');
  await page.getByText('Of 4 who wait: 2 would be approved, 0 refused, 2 left to an admin.').waitFor();
  await addRule(page, 'Foes', 'foe.test');
  await page.getByLabel('Refuse the request').check();
  await page.getByText('Something is still empty.').waitFor();
  await page.getByLabel('Reason', { exact: true }).fill('We are not open to you.');
  await page.getByText('Of 4 who wait: 2 would be approved, 1 refused, 1 left to an admin.').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('button', { name: 'Move Foes' }).press('Enter');
  await page.locator('.rule-row[data-dragging]').waitFor();
  const target = async () => {
    await page.keyboard.press('ArrowUp');
    return await page.evaluate('document.activeElement.getAttribute("aria-label")');
  };
  await soon(target).toBe('Insert before Friends');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Rule 1' }).waitFor();

  await save(page, true);
  await page.getByText('The rules are saved, and are being applied to those who wait.').waitFor();
  expect(await names()).toEqual(['Foes', 'Friends']);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'a@friend.test')).toBe('APPROVED');
  expect(await statusOf(gatehouse, 'c@foe.test')).toBe('REJECTED');
});

test('what somebody else saved meanwhile is not replaced without a word, and what was typed stays', async () => {
  await setApprovalRules(gatehouse, [ofDomain('friend.test', 'APPROVE')], admin);
  const page = await visit();
  await arriveAtDesk(page, '/admin/rules?portal=demo', 'Rules');
  await addRule(page, 'Mine', 'mine.test');
  await setApprovalRules(gatehouse, [ofDomain('theirs.test', 'QUEUE')], admin);
  await save(page);
  await page.getByText(`${ADMIN.email} saved other rules on`).waitFor();
  await soon(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Mine');
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await save(page);
  await page.getByText('The rules are saved.').waitFor();
  expect(await names()).toEqual(['APPROVE friend.test', 'Mine']);
});

test('a rule that the API refuses is marked, with the reason beside its field', async () => {
  await setApprovalRules(gatehouse, [ofDomain('friend.test', 'QUEUE')], admin);
  const page = await visit();
  await arriveAtDesk(page, '/admin/rules?portal=demo', 'Rules');
  await addRule(page, 'Everybody', 'com');
  await save(page);
  await page
    .getByText('Nobody has an email address at com.')
    .or(page.getByText('Anybody can get a domain below com'))
    .waitFor();
  await page.getByText('Please correct this rule.').waitFor();
  expect(await names()).toEqual(['QUEUE friend.test']);
});

test('requests that no rule matches are approved automatically after the switch', async () => {
  const { email } = await verifiedPerson(gatehouse, 'e@other.test');
  await gatehouse.drain();
  const page = await visit();
  await arriveAtDesk(page, '/admin/rules?portal=demo', 'Rules');
  await page.getByRole('button', { name: 'Approve automatically' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Also apply this to people who wait already').check();
  await dialog.getByRole('button', { name: 'Approve automatically' }).click();
  await page.getByText('The request is approved automatically.').waitFor();
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBe('APPROVED');
});

test('the history says what each version changed, and an older one is saved again', async () => {
  await setApprovalRules(gatehouse, [ofDomain('one.test', 'QUEUE'), ofDomain('two.test', 'QUEUE')], admin);
  const { version } = (await approvalRules(gatehouse, admin)).approvalRules;
  await setApprovalRules(gatehouse, [ofDomain('two.test', 'QUEUE'), ofDomain('new.test', 'QUEUE')], admin);
  const page = await visit({ viewport: { width: 1280, height: 900 } });
  await arriveAtDesk(page, '/admin/rules/history?portal=demo', 'History of the rules');
  await page.locator('li.ADDED').getByText('QUEUE new.test').waitFor();
  await page.locator('li.REMOVED').getByText('QUEUE one.test').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('button', { name: `Show version ${version}` }).click();
  await page.getByRole('link', { name: 'Edit and save these rules again' }).click();
  await page.getByText('Your changes are not saved yet.').waitFor();
  await save(page);
  await page.getByText('The rules are saved.').waitFor();
  expect(await names()).toEqual(['QUEUE one.test', 'QUEUE two.test']);
});

test('a VIEWER reads the rules in words, and changes nothing', async () => {
  await setApprovalRules(gatehouse, [ofDomain('friend.test', 'REFUSE')], admin);
  const viewer = { ...ADMIN, email: 'viewer@gatehouse.test' };
  await addAdmin(gatehouse, viewer.email, 'VIEWER', 'demo');
  const page = await visit();
  await arriveAtDesk(page, '/admin/rules?portal=demo', 'Rules', viewer);
  await page.getByText('email domain is friend.test').waitFor();
  expect(await page.locator('main').getByRole('button').count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
});
