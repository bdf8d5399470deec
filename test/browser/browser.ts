import { type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import type { Installation } from '../kit/installation.ts';
import { PASSWORD } from '../kit/people.ts';

export const CHROMIUM = '/usr/bin/chromium';
/** The same without windows, bars and a back-forward cache: a page of a person who was never here takes a quarter of the time. */
const WITHOUT_WINDOWS = '/usr/bin/chromium-headless-shell';
const PATIENCE_MS = 15_000;
const MOST_PRESSES = 30;

/** For what a page shows a moment later. The machine may be busy with other tests. */
export const soon = <Value>(what: () => Value) => expect.poll(what, { timeout: 60_000 });

/** How many buttons in sight look like the next step. */
export const primaryButtons = (page: Page): Promise<number> =>
  page.evaluate(`[...document.querySelectorAll('button')].filter((button) =>
    button.checkVisibility() && getComputedStyle(button).backgroundColor !== 'rgba(0, 0, 0, 0)').length`);

export type Browser = {
  /** Opens a page as a person who was never here. */
  visit: (options?: BrowserContextOptions) => Promise<Page>;
  /** Requests to other hosts, refusals by the Content-Security-Policy, errors in the console. Whatever is left in it fails the test. */
  troubles: string[];
};

/**
 * Starts Chromium, which reaches no host but ours, until the test file ends. Call it at the top of the file.
 * @param others what else the pages may ask, such as an identity provider
 * @param keepsPages whether it has a back-forward cache, as people's browsers do; Playwright switches it off
 */
export async function openBrowser(
  { url }: { url: string },
  others: string[] = [],
  { keepsPages = false } = {},
): Promise<Browser> {
  const hosts = new Set(['localhost', ...[url, ...others].map((origin) => new URL(origin).hostname)]);
  const noOtherHost = `--host-resolver-rules=MAP * ~NOTFOUND${[...hosts].map((host) => `, EXCLUDE ${host}`).join('')}`;
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const browser = await chromium.launch({
    executablePath: keepsPages ? CHROMIUM : WITHOUT_WINDOWS,
    ...(keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    args: ['--no-sandbox', '--headless', '--disable-gpu', ...quiet, noOtherHost],
  });
  const troubles: string[] = [];
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(troubles.splice(0)).toEqual([]);
  });
  afterAll(() => browser.close());

  return {
    troubles,
    visit: async (options = {}) => {
      const context = await browser.newContext({ baseURL: url, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      noteTroubles(context, [url, ...others], troubles);
      return await context.newPage();
    },
  };
}

function noteTroubles(context: BrowserContext, origins: string[], troubles: string[]): void {
  context.on('request', (request) => {
    const isOurs = origins.includes(new URL(request.url()).origin) || /^(data|blob):/.test(request.url());
    if (!isOurs) troubles.push(`asked ${request.url()}`);
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  context.on('weberror', (error) => troubles.push(String(error.error())));
}

/** Waits for a page by its heading, which must have taken the focus. */
export const arriveAt = (page: Page, heading: string) => page.locator('h1:focus').getByText(heading, { exact: true }).waitFor();

/** A row of the account page. Opens it if it is closed. */
export async function openRow(page: Page, title: string): Promise<Locator> {
  const row = page.locator('details.row').filter({ has: page.locator('summary h2', { hasText: new RegExp(`^${title}$`) }) });
  if ((await row.getAttribute('open')) === null) await row.locator('> summary').click();
  await row.locator('> .inside').waitFor();
  return row;
}

export const passwordField = (page: Page) => page.getByLabel('Password', { exact: true });

export async function fillIn(page: Page, texts: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text);
}

export const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

export async function logInWith(page: Page, email: string, password = PASSWORD): Promise<void> {
  await fillIn(page, { 'Email address': email, Password: password });
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/** Goes on with the Tab key until the target has the focus, and insists that this can be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const focused = target.and(page.locator(':focus'));
  for (let presses = 0; (await focused.count()) === 0; presses++) {
    if (presses === MOST_PRESSES) throw new Error(`the Tab key does not lead to ${target}`);
    await page.keyboard.press('Tab');
  }
  const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
  if (outline === 'none') throw new Error(`nothing shows that ${target} has the focus`);
}

/** The link in the last mail to an address. */
export async function mailedLink(gatehouse: Installation, email: string): Promise<string> {
  await gatehouse.drain();
  const mail = gatehouse.inbox.mails.findLast(({ recipients }) => recipients.includes(email));
  const link = mail?.text.match(/http:\S+\?token=[\w-]+/)?.[0];
  if (!link) throw new Error(`no link was mailed to ${email}`);
  return link;
}
