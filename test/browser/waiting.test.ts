import { expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { PASSWORD, verifiedByWorker } from '../kit/people.ts';
import { arriveAt, openBrowser, passwordField, press } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await gatehouse.startWorker();
const { visit } = await openBrowser(gatehouse);

test.each([
  ['approve', 'You can log in now'],
  ['reject', 'Your registration was rejected'],
] as const)('the waiting page changes by itself after %s', async (verb, title) => {
  const person = await verifiedByWorker(gatehouse, `${verb}@waiting.test`);
  const page = await visit();
  await page.goto(`/p/demo/verify-email?token=${person.verificationToken}`);
  await press(page, 'Continue');
  await passwordField(page).fill(PASSWORD);
  await press(page, 'Create password');
  await arriveAt(page, 'Waiting for approval');
  await page.getByText('This page changes by itself.').waitFor();
  await decide(gatehouse, verb, [person.id], admin);
  await arriveAt(page, title);
  expect(page.url()).not.toContain('token');
});

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
