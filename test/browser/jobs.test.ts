import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailsTo, signUp } from '../kit/people.ts';
import { openBrowser, press } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test('emails that failed for good run again, one or all of them', async () => {
  for (const name of ['ada', 'bea', 'cleo']) await signUp(gatehouse, `${name}@jobs.test`);
  await gatehouse.drain();
  gatehouse.inbox.mails.splice(0);
  await gatehouse.sql(
    "UPDATE jobs SET status = 'FAILED', finished_at = now(), last_error = '550 no such user' WHERE name = 'sendVerificationEmail'",
  );
  const page = await visit();
  await arriveAtDesk(page, '/admin/jobs', 'Jobs');
  await page.getByText('3 jobs').waitFor();
  await page.getByText('550 no such user').first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Run Email: Verify your email address again' }).first().click();
  await page.getByText('The job runs again.').waitFor();
  await page.getByText('2 jobs').waitFor();
  await press(page, 'Run these 2 again');
  await page.getByText('2 jobs run again.').waitFor();
  await page.getByText('There are no such jobs.').waitFor();
  await gatehouse.drain();
  for (const name of ['ada', 'bea', 'cleo']) expect(mailsTo(gatehouse, `${name}@jobs.test`)).toHaveLength(1);
});
