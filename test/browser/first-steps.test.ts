import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { verifiedPerson } from '../kit/people.ts';
import { openBrowser, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const { visit } = await openBrowser(gatehouse);

test('a new installation leads to its first portal, and from there to the first person', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin', 'First steps');
  await page.getByRole('link', { name: 'Create a portal' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const admin = await openDemoPortal(gatehouse);
  await page.reload();
  await page.locator('h1').getByText('Requests', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'See the first steps' }).click();
  const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  await step('The people who get in').getByText('You decide about each request.').waitFor();
  await step('The address to hand out')
    .getByRole('link', { name: `${gatehouse.url}/p/demo/sign-up` })
    .waitFor();
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await verifiedPerson(gatehouse, 'first@steps.test');
  await page.reload();
  await step('The people who get in').getByText('Everybody who verifies an email address is approved.').waitFor();
  await step('The address to hand out').getByText('Done').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.goto('/admin');
  await page.locator('h1').getByText('Requests', { exact: true }).waitFor();
  expect(await page.getByText('Nobody has signed up yet.').count()).toBe(0);
});

test('an admin chooses how often emails about requests come', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/notifications', 'Notifications');
  await page.getByLabel('Emails about demo portal').selectOption('At most once a day');
  await page.getByText('This is saved.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.reload();
  await soon(() => page.getByLabel('Emails about demo portal').inputValue()).toBe('DAILY');
});
