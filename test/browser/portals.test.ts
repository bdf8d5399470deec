import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { arriveAt, fillIn, openBrowser, press, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test('an owner creates a portal and changes its settings; only what was changed is sent, and a refusal stands beside its field', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/portals', 'Portals');
  await press(page, 'Create a portal');
  await fillIn(page, { Name: 'Acme Developers', 'Short name': 'acme', 'Contact email': 'help@acme.test' });
  expect(await violationsOf(page)).toEqual([]);
  await press(page, 'Create the portal');
  await arriveAt(page, 'Acme Developers: Settings');

  const registration = page.getByRole('region', { name: 'Registration' });
  await registration.getByLabel('Seconds to undo a decision').fill('301');
  await registration.getByRole('button', { name: 'Save' }).click();
  await registration.locator('.issue').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await registration.getByLabel('Seconds to undo a decision').fill('45');
  await registration.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Registration: saved.').waitFor();
  expect(await gatehouse.sql(`SELECT undo_window FROM portals WHERE slug = 'acme'`)).toEqual([{ undo_window: 45 }]);
  await registration.getByLabel('Bot check').selectOption('While many sign up at once');
  await registration.getByRole('button', { name: 'Save' }).click();
  await soon(async () => await gatehouse.sql(`SELECT bot_check FROM portals WHERE slug = 'acme'`)).toEqual([
    { bot_check: 'ADAPTIVE' },
  ]);

  await page.getByRole('link', { name: 'Terms of use' }).click();
  await arriveAt(page, 'Acme Developers: Terms of use');
  await page.getByLabel('Address of the terms (optional)').fill('https://acme.test/terms');
  await page.getByLabel('Version (optional)').fill('2026-01');
  await press(page, 'Save');
  await page.getByText('Terms of use: saved.').waitFor();
});

test('saving some settings takes nothing back that another owner has changed since the page was opened', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/portals/demo', 'demo portal: Settings');
  await page.getByLabel('Seconds to undo a decision').waitFor();
  await updatePortal(gatehouse, { remindAfter: 100 }, admin);
  const save = (group: string) => page.getByRole('region', { name: group }).getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('Contact email').fill('new@demo.test');
  await save('Name and emails');
  await page.getByText('Name and emails: saved.').waitFor();
  await page.getByLabel('Seconds to undo a decision').fill('46');
  await save('Registration');
  await page.getByText('Registration: saved.').waitFor();
  const settings = await gatehouse.sql(`SELECT undo_window, remind_after FROM portals WHERE slug = 'demo'`);
  expect(settings).toEqual([{ undo_window: 46, remind_after: 100 }]);
});

test('an owner chooses the languages of a portal, and its pages offer them', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/portals/demo', 'demo portal: Settings');
  const languages = page.getByRole('region', { name: 'Languages' });
  await languages.getByLabel('Main language').selectOption('de');
  await languages.getByLabel('Offer German (Deutsch)').uncheck();
  await languages.getByLabel('Offer Japanese (日本語)').check();
  expect(await violationsOf(page)).toEqual([]);
  await languages.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Languages: saved.').waitFor();
  await page.reload();
  await soon(() => languages.getByLabel('Main language').inputValue()).toBe('de');
  await soon(() => languages.getByLabel('Offer German (Deutsch)').isChecked()).toBe(true);
  await page.goto('/p/demo/log-in');
  await soon(() => page.getByLabel('Language').locator('option').allTextContents()).toEqual(['English', 'Deutsch', '日本語']);

  await updatePortal(gatehouse, { locales: { default: 'en', offered: ['en'] } }, admin);
});

test('the form beside the editor changes with each key, and the sign-up page has the fields in their new order', async () => {
  const page = await visit({ viewport: { width: 1280, height: 900 } });
  await arriveAtDesk(page, '/admin/portals/demo/form', 'demo portal: Sign-up form');
  const picture = page.getByRole('region', { name: 'The form as people see it' });
  await press(page, 'Add a field');
  const company = page.getByRole('group', { name: 'New field' });
  await company.getByLabel('Short name of the field').fill('company');
  await company.getByLabel('An answer is required').check();
  await company.getByLabel('Label').fill('Company');
  await picture.getByLabel('Company', { exact: true }).waitFor();
  await press(page, 'Add a field');
  const size = page.getByRole('group', { name: 'New field' });
  await size.getByLabel('Short name of the field').fill('size');
  await size.getByLabel('Kind of answer').selectOption('CHOICE');
  await size.getByLabel('Choices').fill('Small\nLarge\nLarge');
  await size.getByLabel('Label').fill('Size');
  await press(page, 'Move Size up');
  await press(page, 'Save the form');
  await page.locator('.issue').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('Choices').fill('Small\nLarge');
  await press(page, 'Save the form');
  await page.getByText('The sign-up form is saved.').waitFor();
  await page.setViewportSize({ width: 320, height: 900 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  await page.goto('/p/demo/sign-up');
  await page.getByLabel('Size (optional)').waitFor();
  const labels = () => page.locator('.field > label').allTextContents();
  await soon(async () => (await labels()).slice(-2)).toEqual(['Size (optional)', 'Company']);
});

test('passwords are turned off only by somebody who types the name, and the refusal without a company log-in is said', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/portals/demo', 'demo portal: Settings');
  await press(page, 'Turn passwords off');
  await page.getByLabel('Type demo to confirm').fill('other');
  await press(page, 'Turn passwords off now');
  await page.getByText('This is not demo.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('Type demo to confirm').fill('demo');
  await press(page, 'Turn passwords off now');
  await page.getByRole('alertdialog').getByRole('alert').filter({ hasText: /\w/ }).waitFor();
});

test('a viewer reads the settings and finds no button that would be refused', async () => {
  const email = 'viewer@gatehouse.test';
  await addAdmin(gatehouse, email, 'VIEWER', 'demo');
  const page = await visit();
  await arriveAtDesk(page, '/admin/portals/demo', 'demo portal: Settings', { ...ADMIN, email });
  await page.getByText('Only an owner of the portal can change them.').waitFor();
  await page.getByLabel('Contact email').waitFor();
  const main = page.locator('main');
  expect(await main.getByRole('button').count()).toBe(0);
  expect(await main.locator('input:enabled, textarea:enabled').count()).toBe(0);
  await page.goto('/admin/portals');
  await arriveAt(page, 'Portals');
  expect(await main.getByRole('button').count()).toBe(0);
});
