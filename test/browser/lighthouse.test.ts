import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';
import { CHROMIUM } from './browser.ts';

/** Its category of performance is a time, which `npm run bench` measures. */
const CATEGORIES = ['accessibility', 'best-practices', 'seo'];

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const port = await freePort();
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--headless', `--remote-debugging-port=${port}`],
});
afterAll(() => browser.close());

test.each(['', '/sign-up', '/log-in', '/forgot-password'])(
  'Lighthouse gives 100 points for accessibility, best practices and search engines: /p/demo%s',
  async (path) => {
    const options = { port, logLevel: 'error' as const, onlyCategories: CATEGORIES };
    const { lhr } = present(await lighthouse(`${gatehouse.url}/p/demo${path}`, options));
    const scores = Object.values(lhr.categories).map(({ id, score }) => [id, score]);
    const counted = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
    const failed = counted.map(({ id }) => present(lhr.audits[id])).filter(({ score }) => score !== null && score < 1);
    expect([scores, failed.map(({ id, explanation }) => `${id} ${explanation ?? ''}`)]).toEqual([
      CATEGORIES.map((id) => [id, 1]),
      [],
    ]);
  },
);
