import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, NEW_PASSWORD, requestPasswordReset } from '../kit/people.ts';
import { arriveAt, fillIn, mailedLink, openBrowser, press } from './browser.ts';

const operator = await startInstallation();
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const admin = await openDemoPortal(operator);
const { visit } = await openBrowser(gatehouse);

test('S9: who resets a password sees which accounts are linked, and parts from them there or by the mail, without a log-in', async () => {
  const email = 'ada@unlink.test';
  const { id } = await approvedPerson(operator, email, admin);
  const subjects = ['eve', 'mallory', 'ada'];
  for (const subject of subjects) {
    await operator.sql(
      `INSERT INTO sso_identities (id, portal_id, issuer, subject, developer_id, groups)
       SELECT $1, portal_id, 'https://id.corp.test', $2, id, '{}' FROM developers WHERE id = $3`,
      [randomUUID(), subject, id],
    );
  }
  const left = async () =>
    (await operator.sql<{ subject: string }>('SELECT subject FROM sso_identities ORDER BY subject')).map(
      ({ subject }) => subject,
    );

  await requestPasswordReset(operator, email);
  const page = await visit();
  await page.goto(await mailedLink(gatehouse, email));
  await arriveAt(page, 'Choose a new password');
  await fillIn(page, { Password: NEW_PASSWORD });
  await press(page, 'Save password');
  await arriveAt(page, 'Your password was changed');
  await press(page, 'Unlink eve');
  await page.getByText('eve', { exact: true }).waitFor({ state: 'detached' });
  expect(await left()).toEqual(['ada', 'mallory']);

  const other = await visit();
  await other.goto(await mailedLink(gatehouse, email));
  await arriveAt(other, 'Unlink accounts');
  await other.getByText(email, { exact: true }).waitFor();
  await press(other, 'Unlink mallory');
  await other.getByText('mallory', { exact: true }).waitFor({ state: 'detached' });
  expect(await left()).toEqual(['ada']);
  await press(other, 'Unlink ada');
  await other.getByText('All accounts are unlinked. Nobody can log in with them any more.').waitFor();
  await other.reload();
  await other.getByText('No accounts are linked to it.').waitFor();

  // The browser that did the reset is known, so guesses of strangers keep nobody out of it.
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names).toEqual(['gatehouse_device-demo']);
});
