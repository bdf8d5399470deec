import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson } from '../kit/people.ts';
import { arriveAt, logInWith, openBrowser, soon } from './browser.ts';
import { violationsOf } from './desk.ts';

const NARROWEST = 320;

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { locales: { default: 'en', offered: ['en', 'de', 'ja'] } }, admin);
const own = `http://developers.localhost:${new URL(gatehouse.url).port}`;
const { visit } = await openBrowser(gatehouse, [own]);

/** Files that match are held back until the returned function is called. */
async function holdBack(page: Page, files: RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(files, async (route) => {
    await promise;
    await route.continue().catch(() => undefined);
  });
  return resolve;
}

const noteShifts = (page: Page) =>
  page.addInitScript(`globalThis.shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });`);

const topOf = (page: Page, selector: string): Promise<number> =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().top`);

test.each([
  ['de', '/p/demo/sign-up', 'Registrieren', 'Wird geladen …', 'Registrieren'],
  ['ja', '/p/demo/log-in', 'ログイン', '読み込み中…', 'ログイン'],
  ['en', '/p/demo', 'Gatehouse', 'Loading…', 'Welcome'],
  ['de', '/admin/log-in', 'Gatehouse', 'Wird geladen …', 'Anmeldung für Admins'],
])(
  'before its scripts are here, a page shows its frame in %s, and nothing shifts when it comes: %s',
  async (locale, path, title, word, heading) => {
    const page = await visit({ locale });
    await noteShifts(page);
    const goOn = await holdBack(page, /\/assets\/.*\.js$/);
    await page.goto(path, { waitUntil: 'commit' });
    await page.getByRole('status').getByText(word, { exact: true }).waitFor();
    expect([await page.locator('html').getAttribute('lang'), await page.title()]).toEqual([locale, title]);
    const [frame, line] = [await topOf(page, 'main'), await topOf(page, '.loading')];
    goOn();
    await arriveAt(page, heading);
    expect([await topOf(page, 'main'), await topOf(page, 'h1')]).toEqual([frame, line]);
    await page.waitForTimeout(500);
    // What an admin can log in with comes after the page.
    if (path.startsWith('/p/')) expect(await page.evaluate('shifts')).toEqual([]);
  },
);

test.each([
  ['light', 'none'],
  ['dark', 'none'],
  ['light', 'active'],
] as const)(
  'the frame breaks no rule of axe-core and no narrow screen: %s, forced colours %s',
  async (colorScheme, forcedColors) => {
    for (const path of ['/p/demo/sign-up', '/p/demo/account', '/admin', '/admin/log-in']) {
      const page = await visit({ viewport: { width: NARROWEST, height: 640 }, colorScheme, forcedColors });
      const goOn = await holdBack(page, /\/assets\/.*\.js$/);
      await page.goto(path, { waitUntil: 'commit' });
      await page.getByRole('status').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(NARROWEST);
      expect(await violationsOf(page), path).toEqual([]);
      goOn();
    }
  },
);

test('the portal, the texts and the code of the page are asked for before the large file is here', async () => {
  const page = await visit({ locale: 'de' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const goOn = await holdBack(page, /\/assets\/common-.*\.js$/);
  await page.goto('/p/demo/log-in', { waitUntil: 'commit' });
  for (const part of [/^\/graphql$/, /^\/assets\/pages-/, /^\/assets\/log-in-/]) {
    await soon(() => asked.filter((path) => part.test(path)).length).toBe(1);
  }
  goOn();
  await arriveAt(page, 'Anmelden');
  expect(asked.filter((path) => path === '/graphql')).toHaveLength(1);
});

test('without scripts nobody waits for a page that will not come', async () => {
  for (const path of ['/p/demo/sign-up', '/admin', '/admin/log-in']) {
    const page = await visit({ javaScriptEnabled: false });
    await page.goto(path);
    await page.locator('noscript p[lang=en]').waitFor();
    expect([path, await page.getByText('Loading…').isVisible()]).toEqual([path, false]);
  }
});

test('a session that ends after the first answer, and before the page is drawn, shows nobody', async () => {
  const { email } = await approvedPerson(gatehouse, 'ada@first-sight.test', admin);
  const page = await visit({});
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  const other = await page.context().newPage();
  const goOn = await holdBack(other, /\/assets\/(common|portal)-.*\.js$/);
  const answered = other.waitForResponse(/\/graphql$/);
  await other.goto('/p/demo/catalog', { waitUntil: 'commit' });
  await (await answered).finished();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await arriveAt(page, 'You are logged out');
  goOn();
  await arriveAt(other, 'Your session has ended');
});

test('at a host of the portal, too, the portal is asked for once, and the frame is in the language of its reader', async () => {
  await updatePortal(gatehouse, { publicUrl: own }, admin);
  const page = await visit({ baseURL: own, locale: 'de' });
  const asked: string[] = [];
  page.on('request', (request) => request.url() === `${own}/graphql` && asked.push(`${request.postData()}`));
  const response = await page.goto('/log-in');
  expect(await response?.text()).toContain('<html lang="de">');
  await arriveAt(page, 'Anmelden');
  expect(asked).toEqual([expect.stringContaining('query findPortal')]);
});
