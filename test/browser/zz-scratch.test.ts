import { test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';
import { openDemoPortal } from '../kit/people.ts';
import { openBrowser } from './browser.ts';
const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const openVisit = await openBrowser(gatehouse.url);
test('x', async () => {
  const { page, troubles } = await openVisit();
  await page.addInitScript(`globalThis.P=[];const go=()=>{const t=document.querySelectorAll('[role=tab]');if(t.length)P.push(Math.round(performance.now())+' '+[t[0],t[1],t[4]].map(e=>e&&Math.round(e.getBoundingClientRect().left)+'/'+e.style.transform).join(' | '));if(P.length<400)requestAnimationFrame(go)};go();`);
  await page.goto('/graphql');
  await page.getByRole('tab', { name: 'AdminLogIn' }).waitFor();
  await page.waitForTimeout(3000);
  console.log(((await page.evaluate(`P`)) as string[]).filter((l,i,a)=>l.split(' ').slice(1).join()!==a[i-1]?.split(' ').slice(1).join()).join('\n'));
  console.log(await page.evaluate(`JSON.stringify(document.getAnimations().map(a=>[a.playState,a.currentTime,a.effect.target.className,JSON.stringify(a.effect.getKeyframes())]))`));
});
