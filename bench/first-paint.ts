import type { Browser } from 'playwright-core';
import { type Line, value } from './kit/line.ts';

const LOADS = 7;
const MOST_KILOBYTES = 60;

/** 400 kbit/s in bytes, and the milliseconds until an answer begins. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

const NETWORKS = [
  { name: '', conditions: null, mostMs: 400 },
  { name: ', 400 kbit/s and 400 ms', conditions: SLOW, mostMs: 1_200 },
];

const NOTE_FIELD = `new MutationObserver(() => {
  if (document.querySelector('input[name=email]')) globalThis.fieldAt ??= performance.now();
}).observe(document, { childList: true, subtree: true })`;

const FIRST_PAINT = `new Promise((found) => new PerformanceObserver((list) =>
  list.getEntriesByName('first-contentful-paint').forEach(({ startTime }) => found(startTime))
).observe({ type: 'paint', buffered: true }))`;

type Loaded = { painted: number; typed: number; kilobytes: number };

/** What somebody sees who opens a page of a portal for the first time. The times are the browser's, from the navigation on. */
export async function firstPaint(browser: Browser, site: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (const path of ['/p/demo/sign-up', '/p/demo/log-in']) {
    for (const { name, conditions, mostMs } of NETWORKS) {
      // The first load warms the server up, and does not count.
      await load(browser, site + path, conditions);
      const loads: Loaded[] = [];
      while (loads.length < LOADS) loads.push(await load(browser, site + path, conditions));
      const of = (figure: keyof Loaded) => loads.map((one) => one[figure]);
      lines.push(value(`\`${path}\` until something is seen${name}`, ' ms', of('painted'), { atMost: mostMs }));
      lines.push(value(`\`${path}\` until one can type${name}`, ' ms', of('typed')));
      if (!conditions) lines.push(value(`\`${path}\` all that is loaded`, ' kB', of('kilobytes'), { atMost: MOST_KILOBYTES }));
    }
  }
  return lines;
}

async function load(browser: Browser, url: string, conditions: typeof SLOW | null): Promise<Loaded> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  if (conditions) await session.send('Network.emulateNetworkConditions', conditions);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.addInitScript(NOTE_FIELD);
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('input[name=email]').waitFor();
  const [typed, painted] = [await page.evaluate<number>('fieldAt'), await page.evaluate<number>(FIRST_PAINT)];
  await context.close();
  return { painted, typed, kilobytes: bytes / 1_000 };
}
