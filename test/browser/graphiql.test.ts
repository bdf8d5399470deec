import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { verifiedByWorker } from '../kit/people.ts';
import { arriveAt, logInWith, openBrowser } from './browser.ts';

/** GraphiQL reads the operation out of a tab only some time after the tab was opened. */
const GRAPHIQL_LAG_MS = 1_000;

const operator = await startInstallation();
// Admins may ask for more than the pages do.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
await openDemoPortal(operator);
const { visit, troubles } = await openBrowser(gatehouse);

test('an admin logs in and finds GraphiQL, with tabs from the first log-in to the own account, without another host', async () => {
  const page = await visit();
  await page.goto('/admin/log-in?returnTo=/graphql');
  await arriveAt(page, 'Log in as an admin');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/graphql');
  const tabs = page.getByRole('tab');
  await tabs.getByText('WhoAmI').waitFor();
  expect((await tabs.getByRole('button', { name: /^\w+$/ }).allTextContents()).slice(0, 3)).toEqual([
    'WhoAmI',
    'Waiting',
    'Watch',
  ]);
  await tabs.getByText('Waiting').click();
  await setTimeout(GRAPHIQL_LAG_MS);
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.getByText('"totalCount"').waitFor();
  await tabs.getByText('Myself').click();
  await setTimeout(GRAPHIQL_LAG_MS);
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.getByRole('menuitem', { name: 'Myself' }).click();
  await page.getByText('"sessions"').waitFor();
});

test('an admin watches the requests in GraphiQL', async () => {
  const page = await visit();
  await page.goto('/admin/log-in?returnTo=/graphql');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/graphql');
  await page.getByRole('tab').getByText('Watch').click();
  await setTimeout(GRAPHIQL_LAG_MS);
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.getByText('"waiting": 0').waitFor();
  // A worker numbers the events that the stream reads.
  const stopWorker = await operator.startWorker();
  await verifiedByWorker(operator, 'ada@watch.test');
  await page.getByText('"waiting": 1').waitFor();
  await page.getByRole('button', { name: /Stop/ }).click();
  await stopWorker();
});

test('A3: what is typed into GraphiQL is stored nowhere, and what was stored before is removed', async () => {
  const page = await visit();
  await page.goto('/admin/log-in?returnTo=/graphql');
  await page.evaluate(`localStorage.setItem('graphiql:tabState', 'an old secret')`);
  await logInWith(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/graphql');
  await page.getByRole('tab').getByText('Connect', { exact: true }).click();
  await setTimeout(GRAPHIQL_LAG_MS);
  const secret = 'typed-and-secret';
  for (const editor of ['Operation Editor', 'Variables']) {
    await page.getByLabel(editor).first().click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.type(`# ${secret}\n`);
  }
  await setTimeout(GRAPHIQL_LAG_MS);
  await page.getByText(secret).first().waitFor();
  expect(page.url()).toBe(`${gatehouse.url}/graphql`);
  // A page beside it sees the real storage.
  const beside = await page.context().newPage();
  await beside.goto('/admin/forgot-password');
  const stored = await beside.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
  expect(stored).not.toMatch(/secret|graphiql/);
  const { origins, cookies } = await page.context().storageState({ indexedDB: true });
  expect(JSON.stringify([origins, cookies])).not.toMatch(/secret|graphiql:/);
  await page.reload();
  await page.getByRole('tab').getByText('Connect', { exact: true }).click();
  await setTimeout(GRAPHIQL_LAG_MS);
  expect(await page.getByText(secret).count()).toBe(0);
});

test('fault 2: GraphiQL shows nothing more after the admin has logged out in another tab', async () => {
  const page = await visit();
  await page.goto('/admin/log-in?returnTo=/graphql');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/graphql');
  await page.getByRole('tab').getByText('Myself').waitFor();
  await page.evaluate('window.isMarked = true');
  const logOut = { query: 'mutation { adminLogOut(input: {}) { __typename } }' };
  expect((await page.context().request.post('/graphql', { data: logOut })).ok()).toBe(true);
  const loaded = page.waitForEvent('load');
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await loaded;
  expect(await page.evaluate('window.isMarked')).toBeUndefined();
  // As a stranger the explorer may not read the schema.
  await page.waitForTimeout(GRAPHIQL_LAG_MS);
  expect(troubles.splice(0).every((trouble) => trouble.includes('400'))).toBe(true);
});
