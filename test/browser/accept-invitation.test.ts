import { expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { createDeveloper, invitationLink, revokeInvitations } from '../kit/invitations.ts';
import { succeed } from '../kit/mutate.ts';
import { PASSWORD, statusOf } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, passwordField, press, soon } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

async function invite(email: string, more = {}): Promise<{ id: string; link: string }> {
  const { invitation } = await succeed(createDeveloper(gatehouse, email, admin, { fullName: 'Grace', ...more }));
  await gatehouse.drain();
  return { id: invitation.id, link: await mailedLink(gatehouse, email) };
}

test('an invited person checks the details, accepts, creates a password and logs in', async () => {
  await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT', required: true }], admin);
  const { link } = await invite('grace@page.test', { approved: true });
  const stop = await gatehouse.startWorker();
  const page = await visit();
  await page.goto(link);
  await arriveAt(page, 'You are invited');
  // The token is not in the address bar, and a reload finds it.
  expect(page.url()).toBe(`${gatehouse.url}/p/demo/accept-invitation`);
  await page.reload();
  await arriveAt(page, 'You are invited');
  await page.getByText('grace@page.test is invited to register at demo portal.').waitFor();
  await soon(() => page.getByLabel('Full name').inputValue()).toBe('Grace');
  await fillIn(page, { 'Full name': 'Grace Hopper', Company: 'Navy' });
  await press(page, 'Accept the invitation');
  await arriveAt(page, 'Create a password');
  await page.reload();
  await press(page, 'Continue');
  await arriveAt(page, 'Create a password');
  await passwordField(page).fill(PASSWORD);
  await press(page, 'Create password');
  await page.waitForURL('**/p/demo/log-in');
  await page.goto('/p/demo/log-in');
  await logInWith(page, 'grace@page.test');
  await arriveAt(page, 'Catalog');
  expect(await gatehouse.sql("SELECT full_name, answers_by_field FROM developers WHERE email = 'grace@page.test'")).toEqual([
    { full_name: 'Grace Hopper', answers_by_field: { company: 'Navy' } },
  ]);
  await stop();
  await setSignUpFields(gatehouse, [], admin);
});

test('a reader who does not want the account ends the link; a revoked link says that it does not work', async () => {
  const declined = await invite('declines@page.test');
  const page = await visit();
  await page.goto(declined.link);
  await press(page, 'This was not me');
  await arriveAt(page, 'Thank you for telling us');
  await page.reload();
  await arriveAt(page, 'This link does not work');
  expect(await statusOf(gatehouse, 'declines@page.test')).toBeNull();
  const revoked = await invite('revoked@page.test');
  await revokeInvitations(gatehouse, [revoked.id], admin);
  await page.goto(revoked.link);
  await arriveAt(page, 'This link does not work');
});

test('a link for many people opens the sign-up form while registration is closed, and says when it does not work', async () => {
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  const { id, link } = await invitationLink(gatehouse, admin, { emailDomains: ['page.test'] });
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await arriveAt(page, 'Registration is closed');
  await page.goto(link);
  await arriveAt(page, 'Sign up');
  expect(page.url()).toBe(`${gatehouse.url}/p/demo/sign-up`);
  await fillIn(page, { 'Full name': 'Ada', 'Email address': 'ada@elsewhere.test' });
  await press(page, 'Sign up');
  await page.getByText('This invitation is for email addresses at page.test.').waitFor();
  await fillIn(page, { 'Email address': 'ada@page.test' });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  await gatehouse.drain();
  await page.goto(await mailedLink(gatehouse, 'ada@page.test'));
  await press(page, 'Verify my email address');
  await arriveAt(page, 'Create a password');
  await revokeInvitations(gatehouse, [id], admin);
  await page.goto(link);
  await arriveAt(page, 'This invitation does not work');
  await updatePortal(gatehouse, { registrationOpen: true }, admin);
  await page.goto(link);
  await page.getByRole('link', { name: 'Sign up without an invitation' }).click();
  await arriveAt(page, 'Sign up');
});

test('the link of a named invitation fills in the email address', async () => {
  const { link } = await succeed(
    createDeveloper(gatehouse, 'named@page.test', admin, { fullName: 'Named', sendInvitation: false }),
  );
  const page = await visit();
  await page.goto(link ?? '');
  await arriveAt(page, 'Sign up');
  await soon(() => page.getByLabel('Email address').inputValue()).toBe('named@page.test');
  await soon(() => page.getByLabel('Full name').inputValue()).toBe('Named');
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
});
