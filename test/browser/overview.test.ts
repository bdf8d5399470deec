import { expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { verifiedPerson } from '../kit/people.ts';
import { openBrowser, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test('the overview says how many wait and what happened by day, as a chart and as a table', async () => {
  for (const name of ['ada', 'grace', 'alan']) await verifiedPerson(gatehouse, `${name}@overview.test`);
  const { id } = await verifiedPerson(gatehouse, 'joan@overview.test');
  await decide(gatehouse, 'approve', [id], admin);
  const page = await visit();
  await arriveAtDesk(page, '/admin/overview', 'Overview');
  const now = page.getByRole('region', { name: 'Now' });
  await now.getByText('The oldest since').waitFor();
  await soon(() => now.locator('.number').allTextContents()).toEqual(['3', '0', '0']);
  await page.getByRole('img', { name: 'Verified, approved and rejected people by day' }).waitFor();
  await page.getByText('The numbers by day').click();
  const today = page.getByRole('table').getByRole('row').nth(1);
  await soon(() => today.getByRole('cell').allTextContents()).toEqual(['4', '1', '0', 'under a minute']);
  await page.getByLabel('Days').selectOption('Last 7 days');
  await page.waitForURL('**/admin/overview?days=7');
  await soon(() => page.getByRole('table').getByRole('row').count()).toBe(8);
  expect(await violationsOf(page)).toEqual([]);
});
