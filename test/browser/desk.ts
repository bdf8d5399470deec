import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { ADMIN } from '../kit/installation.ts';
import { arriveAt, logInWith } from './browser.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Logs an admin in at a page of the desk, and waits for its heading. */
export async function arriveAtDesk(page: Page, path: string, heading: string, { email, password } = ADMIN): Promise<void> {
  await page.goto(`/admin/log-in?${new URLSearchParams({ returnTo: path })}`);
  await logInWith(page, email, password);
  await arriveAt(page, heading);
}

/** What axe-core finds wrong with the page as it is now: the rule, and where. It cannot look into a frame in which no script runs. */
export async function violationsOf(page: Page): Promise<string[]> {
  const frames = await page.locator('iframe:not(.email-frame)').count();
  if (frames > 0) throw new Error('axe-core runs in the page itself, and has to be put into its frames, too');
  // Until another document is loaded, it is there already.
  if (await page.evaluate('!window.axe')) await page.evaluate(axe);
  // Without what is right with the page, which takes longer to write down than to find.
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(
    `axe.run({ exclude: ['.email-frame'] }, { resultTypes: ['violations'] }).then(({ violations }) => ({ violations }))`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
