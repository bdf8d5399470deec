import { type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll } from 'vitest';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PATIENCE_MS = 10_000;
const MOST_PRESSES = 30;

export type Visit = {
  page: Page;
  /** What must not happen: requests to another host, refusals by the Content-Security-Policy, errors in the console. */
  troubles: string[];
};

/**
 * Starts Chromium until the test file ends.
 * @param url the only origin that may be talked to
 * @returns a function that opens a page as a person who was never here
 */
export async function openBrowser(url: string): Promise<(options?: BrowserContextOptions) => Promise<Visit>> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--headless', '--disable-gpu', ...quiet, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
  });
  afterAll(() => browser.close());

  return async (options = {}) => {
    const context = await browser.newContext({ baseURL: url, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const troubles: string[] = [];
    context.on('request', (request) => {
      const isOurs = request.url().startsWith(`${url}/`) || /^(data|blob):/.test(request.url());
      if (!isOurs) troubles.push(`asked ${request.url()}`);
    });
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    context.on('weberror', (error) => troubles.push(String(error.error())));
    return { page: await context.newPage(), troubles };
  };
}

/** Waits for a page by its heading, which must have taken the focus. */
export const arriveAt = (page: Page, heading: string) => page.locator('h1:focus').getByText(heading, { exact: true }).waitFor();

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
