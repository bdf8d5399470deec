import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { arriveAt, openBrowser } from './browser.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test('the page of a person who waits says within which time requests are decided, once that is known', async () => {
  const page = await visit();
  await page.goto('/p/demo/waiting');
  await arriveAt(page, 'Waiting for approval');
  expect(await page.getByText('8 of 10').count()).toBe(0);
  for (const [hours, said] of [
    [1, '1 hour'],
    [49, '3 days'],
  ]) {
    await gatehouse.sql('UPDATE portals SET usual_wait_hours = $1', [hours]);
    await page.reload();
    await page.getByText(`8 of 10 requests are decided within ${said}.`).waitFor();
  }
});
