import { test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';
import { openDemoPortal } from '../kit/people.ts';
import { openBrowser } from './browser.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const openVisit = await openBrowser(gatehouse.url);
test('x', async () => {
  const { page, troubles } = await openVisit();
  page.on('request', (r) => console.log(r.method(), r.url().slice(0, 100), (r.postData() ?? '').slice(0, 150)));
  await page.goto('/graphql');
  await page.getByRole('tab', { name: 'AdminLogIn' }).waitFor();
  await page.waitForTimeout(3000);
  await page.screenshot({ path: '/tmp/stub/g1.png' });
  await page.getByRole('tab', { name: 'SignUp' }).click();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/stub/g2.png' });
  await page.getByRole('tab', { name: 'AdminLogIn' }).click();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/stub/g3.png' });
  console.log(troubles, await page.evaluate('JSON.stringify(localStorage).slice(0,3000)'));
});
