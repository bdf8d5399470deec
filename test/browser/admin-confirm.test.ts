import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { waitElevenMinutes } from '../kit/confirm.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { adminWithTotp, codeOf } from '../kit/second-factors.ts';
import { arriveAt, fillIn, logInWith, openBrowser, press } from './browser.ts';

const gatehouse = await startInstallation();
const { visit } = await openBrowser(gatehouse);
await openDemoPortal(gatehouse);

const confirmedSessions = async () =>
  (
    await gatehouse.sql<{ count: number }>(
      "SELECT count(*)::int AS count FROM admin_sessions WHERE confirmed_at > now() - interval '10 minutes'",
    )
  )[0]?.count;

test('an admin without a second factor confirms with the password', async () => {
  const page = await visit();
  await page.goto('/admin/confirm');
  await arriveAt(page, 'Confirm that it is you');
  await page.getByRole('link', { name: 'Log in', exact: true }).click();
  await page.goto('/admin/log-in?returnTo=/admin/confirm');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await arriveAt(page, 'Confirm that it is you');
  await waitElevenMinutes(gatehouse);
  await fillIn(page, { 'Your password': 'this is the wrong one' });
  await press(page, 'Confirm');
  await page.getByText('The password is wrong.').waitFor();
  expect(await confirmedSessions()).toBe(0);
  await fillIn(page, { 'Your password': ADMIN.password });
  await press(page, 'Confirm');
  await arriveAt(page, 'Confirmed');
  expect(await confirmedSessions()).toBe(1);
});

test('an admin with a second factor confirms with a code, and is led back', async () => {
  const { email, secret, token } = await adminWithTotp(gatehouse, 'ada@confirm-page.test', 'OWNER');
  const page = await visit();
  await page.goto('/admin/log-in?returnTo=/admin/confirm?returnTo=/admin/security');
  await logInWith(page, email, ADMIN.password);
  await fillIn(page, { Code: codeOf(secret) });
  await press(page, 'Confirm');
  await arriveAt(page, 'Confirm that it is you');
  await waitElevenMinutes(gatehouse);
  expect(await updatePortal(gatehouse, { autoApprove: true }, token)).toMatchObject({ __typename: 'ConfirmationRequired' });
  await fillIn(page, { Code: codeOf(secret, 1) });
  await press(page, 'Confirm');
  await arriveAt(page, 'Security');
  expect(await confirmedSessions()).toBe(1);
});
