import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { arriveAt, logInWith, openBrowser } from './browser.ts';

/** GraphiQL reads the operation out of a tab only some time after the tab was opened. */
const GRAPHIQL_LAG_MS = 1_000;

const operator = await startInstallation();
// Admins may ask for more than the pages do.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
await openDemoPortal(operator);
const { visit } = await openBrowser(gatehouse);

test('an admin logs in and finds GraphiQL, with tabs from the first log-in to the own account, without another host', async () => {
  const page = await visit();
  await page.goto('/admin/log-in');
  await arriveAt(page, 'Log in as an admin');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/graphql');
  const tabs = page.getByRole('tab');
  await tabs.getByText('AdminLogIn').waitFor();
  expect((await tabs.getByRole('button', { name: /^\w+$/ }).allTextContents()).slice(0, 3)).toEqual([
    'AdminLogIn',
    'Waiting',
    'Approve',
  ]);
  await page.getByLabel('Variables').getByText('"admin@example.com"').waitFor();
  await tabs.getByText('Waiting').click();
  await setTimeout(GRAPHIQL_LAG_MS);
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.getByText('"totalCount"').waitFor();
  await tabs.getByText('Myself').click();
  await setTimeout(GRAPHIQL_LAG_MS);
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.getByRole('menuitem', { name: 'Myself' }).click();
  await page.getByText('"adminPasswordPolicy"').waitFor();
});
