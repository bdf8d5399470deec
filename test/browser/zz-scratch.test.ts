import { test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';
import { openDemoPortal } from '../kit/people.ts';
import { openBrowser } from './browser.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const openVisit = await openBrowser(gatehouse.url);
test.each([false, true])('x', async (fix) => {
  const { page, troubles } = await openVisit();
  await page.route('/graphql', async (route, r) => {
    if (r.method() !== 'GET') return route.continue();
    const res = await route.fetch();
    let body = await res.text();
    if (fix) body = body.replace('</head>', () => '<style>.graphiql-tab { transform: none !important }</style></head>');
    body = body.replace(
      '"title":"Gatehouse"',
      () =>
        '"title":"Gatehouse","variables":' +
        JSON.stringify(JSON.stringify({ input: { email: 'admin@example.com', password: '' } }, null, 2)),
    );
    await route.fulfill({ response: res, body });
  });
  page.on('framenavigated', () => 0);
  await page.addInitScript(
    `addEventListener('resize', e=>(globalThis.R??=[]).push(Math.round(performance.now())+String(e.isTrusted)))`,
  );
  await page.goto('/graphql');
  await page.getByRole('tab', { name: 'AdminLogIn' }).waitFor();
  await page.waitForTimeout(3000);
  console.log('resize', await page.evaluate(`JSON.stringify(globalThis.R)`));
  const state = async (l: string) => {
    await page.waitForTimeout(1000);
    console.log(
      l,
      await page.evaluate(
        `document.querySelectorAll('[aria-selected=true]').length+document.querySelector('[aria-selected=true]').textContent + [...document.querySelectorAll('[role=tab]')].map(e=>e.textContent)`,
      ),
    );
  };
  await state('start');
  await page.screenshot({ path: `/tmp/stub/g0-${fix}.png` });
  for (const t of [4, 2, 8, 0]) {
    await page.locator('#graphiql-session-tab-' + t).click();
    await state(fix + ' click ' + t);
  }
  await page.screenshot({ path: `/tmp/stub/g2-${fix}.png` });
  console.log(troubles);
});
