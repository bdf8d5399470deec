import { mkdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { arriveAt, logInWith, openBrowser } from '../browser/browser.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { openAcme } from './people-of-acme.ts';

const FOLDER = 'docs/pictures';

const gatehouse = await startInstallation();
const person = await openAcme(gatehouse);
// It numbers the events, so that the log has them.
await gatehouse.startWorker();
const { visit } = await openBrowser(gatehouse);
const built: string[] = JSON.parse(await readFile('web/dist/pages.json', 'utf8'));

/** What a mailed link opens, or what leads somewhere else at once. */
const WITHOUT_PICTURE = /password|accept-|second-factor|confirm|decide|sso-|logged-in/;

const fileOf = (path: string): string =>
  path
    .replace('/admin', 'requests')
    .replace(/^requests\//, '')
    .replace(/\/:?/g, '-');

async function take(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('main').textContent()).not.toMatch(/^$|Loading…/);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled', caret: 'hide' });
}

test('a picture of each page', async () => {
  await mkdir(FOLDER, { recursive: true });
  const page = await visit({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  await page.goto('/admin/log-in');
  await arriveAt(page, 'Log in as an admin');
  await take(page, 'log-in');
  await logInWith(page, ADMIN.email, ADMIN.password);
  await arriveAt(page, 'Requests');
  for (const path of built.filter((one) => one.startsWith('/admin') && !WITHOUT_PICTURE.test(one) && one !== '/admin/log-in')) {
    await page.goto(path.replace(':id', person).replace(':slug', 'demo'));
    await page.locator('h1:focus').waitFor();
    await take(page, fileOf(path));
  }
});
