import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { ADMIN } from '../kit/installation.ts';
import { arriveAt, logInWith } from './browser.ts';

/** Logs an admin in at a page of the desk, and waits for its heading. */
export async function arriveAtDesk(page: Page, path: string, heading: string, { email, password } = ADMIN): Promise<void> {
  await page.goto(`/admin/log-in?${new URLSearchParams({ returnTo: path })}`);
  await logInWith(page, email, password);
  await arriveAt(page, heading);
}

/** What axe-core finds wrong with the page as it is now: the rule, and where. It cannot look into a frame in which no script runs. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('.email-frame').analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
