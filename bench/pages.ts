import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { firstPaint } from './first-paint.ts';
import { clock } from './kit/clock.ts';
import { startInstallation } from './kit/installation.ts';
import { type Line, value } from './kit/line.ts';
import { connect, insertAdmin, seedPeople } from './kit/seed.ts';

const CHROMIUM = '/usr/bin/chromium';
const LOADS = 10;
/** A fiftieth waits. */
const PEOPLE = 6_000;
const MOST_MS = 1_000;
const DECISIONS = 100;

/** From the address to a page that can be used, in a browser that has nothing of it. Browser and server share the machine. */
export async function pages(): Promise<Line[]> {
  if (!existsSync(CHROMIUM)) {
    console.info(`\nThe pages are not measured: there is no ${CHROMIUM} here.`);
    return [];
  }
  await using gatehouse = await startInstallation();
  await using client = await connect(gatehouse.parts().services.databaseUrl);
  await seedPeople(client, PEOPLE);
  const authorization = `Bearer ${await insertAdmin(client, null)}`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--headless', '--disable-gpu'] });
  try {
    const site = `http://localhost:${gatehouse.port}`;
    const ofStranger = () => load(browser, `${site}/admin/log-in`, {}, (page) => page.getByLabel('Email address').waitFor());
    const ofAdmin = () => load(browser, `${site}/admin`, { authorization }, (page) => page.getByRole('row').first().waitFor());
    return [
      ...(await firstPaint(browser, site)),
      value('`/admin/log-in` until one can type', ' ms', await repeated(ofStranger), { atMost: MOST_MS }),
      value('`/admin` until the first request is shown', ' ms', await repeated(ofAdmin), { atMost: MOST_MS }),
      value(`${DECISIONS} decisions by keyboard, each once the next request is shown`, ' ms', [
        await decideByKeyboard(browser, `${site}/admin`, { authorization }),
      ]),
    ];
  } finally {
    await browser.close();
  }
}

async function load(
  browser: Browser,
  url: string,
  extraHTTPHeaders: Record<string, string>,
  isReady: (page: Page) => Promise<void>,
) {
  const context = await browser.newContext({ extraHTTPHeaders });
  const page = await context.newPage();
  const begin = clock();
  await page.goto(url, { waitUntil: 'commit' });
  await isReady(page);
  const took = clock() - begin;
  await context.close();
  return took;
}

/** The first load warms the server up, and does not count. */
async function repeated(measure: () => Promise<number>): Promise<number[]> {
  await measure();
  const all: number[] = [];
  for (let round = 0; round < LOADS; round++) all.push(await measure());
  return all;
}

/** Approves with one key each, as fast as the page shows the next person. */
async function decideByKeyboard(browser: Browser, url: string, extraHTTPHeaders: Record<string, string>): Promise<number> {
  const context = await browser.newContext({ extraHTTPHeaders });
  const page = await context.newPage();
  await page.goto(url);
  const shown = page.locator('#request');
  await shown.waitFor();
  const begin = clock();
  for (let decision = 0; decision < DECISIONS; decision++) {
    const before = await shown.textContent();
    await page.keyboard.press('a');
    await page.waitForFunction(`document.querySelector('#request')?.textContent !== ${JSON.stringify(before)}`);
  }
  const took = clock() - begin;
  await context.close();
  return took;
}
