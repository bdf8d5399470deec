import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { openBrowser } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

const saved = () => gatehouse.sql('SELECT name, text FROM reason_templates ORDER BY place');

test('an OWNER adds, changes, moves and removes saved reasons, and a VIEWER reads them', async () => {
  const page = await visit({ viewport: { width: 1280, height: 900 } });
  await arriveAtDesk(page, '/admin/rules/reasons?portal=demo', 'Saved reasons');
  for (const name of ['No contract', 'Too early']) {
    await page.getByRole('button', { name: 'Add a reason' }).click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Reason', { exact: true }).fill(`${name}.`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name }).waitFor();
  }
  await page.getByRole('button', { name: 'Edit No contract' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Too early');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Another reason has this name.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('Name', { exact: true }).fill('No contract');
  await page.getByLabel('Reason', { exact: true }).fill('We have no contract with your company.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('We have no contract with your company.').waitFor();
  await page.getByRole('button', { name: 'Move Too early up' }).click();
  await page.getByText('Too early is further up now.').waitFor();
  expect(await saved()).toEqual([
    { name: 'Too early', text: 'Too early.' },
    { name: 'No contract', text: 'We have no contract with your company.' },
  ]);
  await page.getByRole('button', { name: 'Remove Too early' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Too early is removed.').waitFor();
  expect(await saved()).toHaveLength(1);

  await addAdmin(gatehouse, 'viewer@gatehouse.test', 'VIEWER', 'demo');
  const other = await visit();
  await arriveAtDesk(other, '/admin/rules/reasons?portal=demo', 'Saved reasons', { ...ADMIN, email: 'viewer@gatehouse.test' });
  await other.getByRole('heading', { name: 'No contract' }).waitFor();
  expect(await other.locator('main').getByRole('button').count()).toBe(0);
  expect(await violationsOf(other)).toEqual([]);
});
