import { test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { registeredPerson, setPassword, verifiedPerson } from '../kit/people.ts';
import { arriveAt, openBrowser, passwordField, press, soon } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test.each(['', '?token='])('a link that was cut off says so at once: verify-email%s', async (query) => {
  const page = await visit();
  await page.goto(`/p/demo/verify-email${query}`);
  await arriveAt(page, 'This link does not work');
});

test('a link that does not count offers to sign up again', async () => {
  const page = await visit();
  await page.goto('/p/demo/verify-email?token=made-up');
  await arriveAt(page, 'This link does not work');
  await page.getByRole('link', { name: 'Sign up again' }).click();
  await arriveAt(page, 'Sign up');
});

test('a link with a password behind it already leads to log in', async () => {
  const page = await visit();
  const { verificationToken } = await registeredPerson(gatehouse, 'edsger@example.test');
  await page.goto(`/p/demo/verify-email?token=${verificationToken}`);
  await arriveAt(page, 'Your email address is already verified');
  await press(page, 'Continue');
  await arriveAt(page, 'Your email address is verified');
  await page.waitForURL('**/p/demo/log-in');
  await page.getByRole('link', { name: 'Log in' }).click();
  await arriveAt(page, 'Log in');
  await soon(() => page.getByLabel('Email address').inputValue()).toBe('edsger@example.test');
});

test('a form that came too late says how to go on', async () => {
  const page = await visit();
  const { verificationToken, passwordToken } = await verifiedPerson(gatehouse, 'frances@example.test');
  await page.goto(`/p/demo/verify-email?token=${verificationToken}`);
  await press(page, 'Continue');
  await arriveAt(page, 'Create a password');
  await setPassword(gatehouse, passwordToken);
  await passwordField(page).fill('seven green foxes jumped');
  await press(page, 'Create password');
  await page.getByRole('alert').getByText('Load this page again').waitFor();
  await page.reload();
  await press(page, 'Continue');
  await arriveAt(page, 'Your email address is verified');
});

test('the form says beforehand what the portal asks of a password', async () => {
  const page = await visit();
  await updatePortal(gatehouse, { passwordMinLength: 8, passwordContextWords: ['Acme', 'Rocket'] }, admin);
  const { verificationToken } = await verifiedPerson(gatehouse, 'karen@example.test');
  await page.goto(`/p/demo/verify-email?token=${verificationToken}`);
  await press(page, 'Continue');
  await arriveAt(page, 'Create a password');
  await page.getByText('8 to 256 characters of any kind').waitFor();
  await page.getByText('your address, the name of this site, Acme, and Rocket').waitFor();
  await passwordField(page).fill('rocket2026');
  await press(page, 'Create password');
  await page.getByText('too easy to guess').waitFor();
  await passwordField(page).fill('wqjxvokz');
  await press(page, 'Create password');
  await arriveAt(page, 'Waiting for approval');
});
