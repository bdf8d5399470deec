import { test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';
import { openDemoPortal } from '../kit/people.ts';
import { openBrowser } from './browser.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const openVisit = await openBrowser(gatehouse.url);
test('x', async () => {
  const { page, troubles } = await openVisit();
  await page.goto('/graphql');
  await page.getByRole('tab', { name: 'AdminLogIn' }).waitFor();
  await page.waitForTimeout(3000);
  console.log(
    'frames/s',
    await page.evaluate(`new Promise(r=>{let n=0;const f=()=>{n++;requestAnimationFrame(f)};f();setTimeout(()=>r(n),1000)})`),
  );
  console.log(await page.evaluate(`matchMedia('(prefers-reduced-motion: reduce)').matches`));
  console.log(
    await page.evaluate(
      `for (const t of ['pointerdown','pointerup','pointercancel','click','mousedown','mouseup','dragstart']) addEventListener(t, e=>(globalThis.L??=[]).push(t+':'+(e.target.id||e.target.className||e.target.tagName)+e.defaultPrevented), true); JSON.stringify(document.querySelector('#graphiql-session-tab-4').getBoundingClientRect())`,
    ),
  );
  await page.locator('#graphiql-session-tab-4').click();
  await page.waitForTimeout(1000);
  console.log(await page.evaluate(`JSON.stringify(globalThis.L)`));
  console.log(
    await page.evaluate(`[...document.querySelectorAll('[role=tab]')].map(e=>e.style.transform).join()`),
    await page.evaluate(`document.querySelector('[aria-selected=true]').textContent`),
  );
  console.log(troubles);
});
