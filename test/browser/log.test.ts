import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { numberEvents } from '../../domain/events/number-events.ts';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { verifiedPerson } from '../kit/people.ts';
import { openBrowser, press } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test('an admin finds an entry, reads what changed, follows its subject, and exports the list', async () => {
  const { id } = await verifiedPerson(gatehouse, 'ada@log.test');
  await decide(gatehouse, 'approve', [id], admin);
  await updatePortal(gatehouse, { name: 'New name' }, admin);
  await numberEvents(gatehouse.app);
  const page = await visit();
  await arriveAtDesk(page, '/admin/log', 'Log');
  await page.getByLabel('What happened').selectOption('Changed the settings of the portal');
  await page.getByRole('rowheader', { name: 'Changed the settings of the portal' }).first().waitFor();
  await page.getByRole('button', { name: 'Details of entry' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('cell', { name: 'New name' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await press(page, 'Close');
  await page.getByLabel('What happened').selectOption('Approved');
  await page.getByRole('rowheader', { name: 'Approved' }).waitFor();
  await page.getByRole('button', { name: 'Details of entry' }).click();
  await press(page, 'Show only entries about the same subject');
  await page.waitForURL(`**/admin/log?*subject=${id}*`);
  await page.evaluate('delete globalThis.showSaveFilePicker');
  const downloaded = page.waitForEvent('download');
  await press(page, 'Export as CSV');
  const text = await readFile(await (await downloaded).path(), 'utf8');
  expect(text).toContain('developer.approved,ADMIN,');
  expect(text.trim().split('\r\n')).toHaveLength(2);
});
