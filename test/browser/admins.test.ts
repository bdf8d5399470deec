import { expect, test } from 'vitest';
import { addAdmin, adminsSeenBy, createPortal, invitationsSeenBy, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { mailsTo } from '../kit/people.ts';
import { adminWithTotp } from '../kit/second-factors.ts';
import { fillIn, openBrowser, press, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const { visit } = await openBrowser(gatehouse);

test('an owner invites an admin, changes roles, resets a second factor, and removes', async () => {
  await addAdmin(gatehouse, 'grace@admins.test', 'VIEWER', 'demo');
  await adminWithTotp(gatehouse, 'lost@admins.test', 'APPROVER');
  const page = await visit();
  await arriveAtDesk(page, '/admin/admins', 'Admins');
  await press(page, 'Invite an admin');
  await fillIn(page, { 'Email address': 'ada@admins.test' });
  await page.getByRole('dialog').getByRole('button', { name: 'Invite an admin' }).click();
  await page.getByText('Choose at least one role.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('At second portal').selectOption('Approver');
  await page.getByRole('dialog').getByRole('button', { name: 'Invite an admin' }).click();
  await page.getByText('ada@admins.test is invited.').waitFor();
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'ada@admins.test')).toHaveLength(1);
  await page.getByRole('row', { name: /ada@admins.test Approver of second portal/ }).waitFor();
  await press(page, 'Revoke the invitation of ada@admins.test');
  await page.getByText('No invitation is open.').waitFor();
  expect(await invitationsSeenBy(gatehouse, admin)).toEqual({});

  await press(page, 'Change the roles of grace@admins.test');
  await page.getByLabel('At second portal').selectOption('Owner');
  await press(page, 'Save');
  await page.getByRole('row', { name: /grace@admins.test .*Owner of second portal/ }).waitFor();
  await press(page, 'Reset the second factor of lost@admins.test');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset second factor' }).click();
  await page.getByText('The second factor of lost@admins.test is reset.').waitFor();
  await press(page, 'Remove grace@admins.test');
  await fillIn(page, { 'Type grace@admins.test to confirm': 'grace@admins.test' });
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('grace@admins.test is no admin any more.').waitFor();
  expect(Object.keys(await adminsSeenBy(gatehouse, admin))).not.toContain('grace@admins.test');
});

test('an owner of one portal gives roles there alone, and keeps those that others have elsewhere', async () => {
  await addAdmin(gatehouse, 'part@admins.test', 'OWNER', 'demo');
  await addAdmin(gatehouse, 'both@admins.test', 'APPROVER', 'demo');
  const page = await visit();
  await arriveAtDesk(page, '/admin/admins', 'Admins', { ...ADMIN, email: 'part@admins.test' });
  await press(page, 'Change the roles of both@admins.test');
  await page.getByLabel('At demo portal').waitFor();
  await soon(() => page.getByRole('dialog').getByRole('combobox').count()).toBe(1);
  await page.getByLabel('At demo portal').selectOption('Viewer');
  await press(page, 'Save');
  await page.getByText('The roles of both@admins.test are changed.').waitFor();
});

test('an API token is shown once, works, and is revoked', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/tokens', 'API tokens');
  await press(page, 'Create a token');
  await fillIn(page, { Name: 'Chat bot' });
  await page.getByLabel('At demo portal').selectOption('Viewer');
  await page.getByRole('dialog').getByRole('button', { name: 'Create a token' }).click();
  await page.locator('p:focus').getByText('Store it now').waitFor();
  const token = (await page.locator('code.once').textContent()) ?? '';
  const ask = () =>
    gatehouse.graphql<{ requests: object | null }>('{ requests(portal: "demo") { totalCount } }', {}, { token });
  expect((await ask()).data).toEqual({ requests: { totalCount: 0 } });
  expect(await violationsOf(page)).toEqual([]);
  await press(page, 'I have stored it');
  await press(page, 'Revoke Chat bot');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('There are no such tokens.').waitFor();
  expect((await ask()).data).toEqual({ requests: null });
});

test('a setting of the installation asks for a confirmation when the log-in is long ago, and is kept', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/installation', 'Installation');
  await page.getByLabel('Open sessions of one admin').fill('7');
  await gatehouse.sql("UPDATE admin_sessions SET confirmed_at = now() - interval '11 minutes'");
  await press(page, 'Save');
  await fillIn(page, { 'Your password': ADMIN.password });
  await press(page, 'Confirm');
  await page.getByText('The settings are saved.').waitFor();
  expect(await gatehouse.sql('SELECT admin_session_limit FROM installation')).toEqual([{ admin_session_limit: 7 }]);
});
