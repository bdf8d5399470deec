import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { numberEvents } from '../../domain/events/number-events.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { statusOf } from '../kit/people.ts';
import { seedRequests } from '../kit/requests.ts';
import { arriveAt, fillIn, openBrowser, press, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { undoWindow: 300 }, owner));
const [id = ''] = await seedRequests(gatehouse, 'desk', 2);
const { visit } = await openBrowser(gatehouse);

/** Ways in and mailed links, which need no session. */
const ENTRANCE = /log-in|logged-in|password|accept-invitation|second-factor|confirm|decide|sso-/;
const built: string[] = JSON.parse(await readFile('web/dist/pages.json', 'utf8'));
const paths = built
  .filter((path) => path.startsWith('/admin') && !ENTRANCE.test(path))
  .map((path) => path.replace(':id', id).replace(':slug', 'demo'));

/** Words that no German sentence has. */
const WORDS =
  /\b(?:the|you|your|and|is|to|we|with|this|of|for|not|it|are|address|password|account|choose|again|on|by|nobody)\b/gi;

type Texts = { [key: string]: string | Texts };
const valuesOf = (texts: Texts): string[] =>
  Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : valuesOf(text)));

async function catalogueOf(language: string): Promise<Set<string>> {
  const folders = [`web/admin/texts/${language}`, `texts/${language}/pages`];
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder)).filter((file) => file.endsWith('.json')).map((file) => join(folder, file)),
    ),
  );
  const texts = await Promise.all(files.flat().map(async (file) => valuesOf(JSON.parse(await readFile(file, 'utf8')))));
  return new Set(texts.flat());
}

const german = await catalogueOf('de');
const onlyEnglish = new Set([...(await catalogueOf('en'))].filter((text) => !german.has(text)));

/** What is seen or read aloud: each piece of text, the names of things, and the title. */
const saidOn = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [document.title.replace(/ - Gatehouse$/, '')];
    while (walker.nextNode())
      if (!walker.currentNode.parentElement.closest('[hidden], noscript')) texts.push(walker.currentNode.textContent.trim());
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      for (const one of document.querySelectorAll('body [' + name + ']')) texts.push(one.getAttribute(name));
    return texts.filter((text) => text);
  })()`);

async function expectGerman(page: Page): Promise<void> {
  await page.locator('h1[tabindex]').waitFor();
  await soon(() => page.locator('main').first().textContent()).not.toMatch(/^$|Wird geladen/);
  const said = await saidOn(page);
  expect([page.url(), said.filter((text) => onlyEnglish.has(text) || text.match(WORDS))]).toEqual([page.url(), []]);
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
}

test('a German admin logs in, walks through the desk and decides without meeting one English word', async () => {
  const page = await visit({ locale: 'de-AT' });
  const scripts = new Set<string>();
  page.on('request', (request) => scripts.add(new URL(request.url()).pathname));
  await page.goto('/admin');
  await arriveAt(page, 'Anmeldung für Admins');
  await expectGerman(page);
  await fillIn(page, { 'E-Mail-Adresse': ADMIN.email, Passwort: 'not the right one' });
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await page.getByRole('alert').getByText('Die E-Mail-Adresse oder das Passwort ist falsch.').waitFor();
  await fillIn(page, { Passwort: ADMIN.password });
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await arriveAt(page, 'Anfragen');

  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) {
    await page.goto(path);
    await page.locator('h1:focus').waitFor();
    await expectGerman(page);
  }

  await page.goto('/admin');
  await page.locator('article h2').getByText('Ada Lovelace').waitFor();
  await page.getByRole('button', { name: 'Freigeben' }).click();
  await page.getByRole('status').getByText('Ada Lovelace freigegeben').waitFor();
  await page.getByText('Von Ihnen freigegeben').waitFor();
  await soon(() => statusOf(gatehouse, 'desk1@desk.test')).toBe('APPROVED');
  await expectGerman(page);
  await page.goto(`/admin/people/${id}`);
  await page.getByText('demo portal: Freigegeben').waitFor();
  await expectGerman(page);
  await numberEvents(gatehouse.app);
  await page.goto('/admin/log');
  await page.getByRole('rowheader', { name: 'Freigegeben' }).waitFor();
  await expectGerman(page);
  await page.getByLabel('Was geschehen ist').selectOption('Einstellungen des Portals geändert');
  await page.getByRole('button', { name: 'Einzelheiten von Eintrag' }).first().click();
  await page.getByRole('rowheader', { name: 'Sekunden, um eine Entscheidung rückgängig zu machen' }).waitFor();
  await expectGerman(page);

  await page.goto('/admin/admins');
  await press(page, 'Admin einladen');
  const dialog = page.getByRole('dialog', { name: 'Admin einladen' });
  await dialog.getByLabel('E-Mail-Adresse').fill('nobody');
  await dialog.getByLabel('Bei demo portal').selectOption('Leser');
  await dialog.getByRole('button', { name: 'Admin einladen' }).click();
  await dialog.getByText('Das ist keine E-Mail-Adresse').waitFor();
  expect([...scripts].filter((path) => path.startsWith('/assets/en-'))).toEqual([]);
});

test('an admin chooses another language on the log-in page or in the account menu, and the browser keeps it', async () => {
  const page = await visit({ locale: 'de-DE' });
  await page.goto('/admin/log-in');
  await arriveAt(page, 'Anmeldung für Admins');
  await page.getByLabel('Sprache').selectOption('English');
  await arriveAt(page, 'Log in as an admin');
  await arriveAtDesk(page, '/admin/jobs', 'Jobs');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.getByText('There are no such jobs.').waitFor();

  await press(page, 'Your account');
  await page.getByRole('menuitemradio', { name: 'English', checked: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await page.getByText('Solche Jobs gibt es nicht.').waitFor();
  await page.reload();
  await page.getByText('Solche Jobs gibt es nicht.').waitFor();
  await expectGerman(page);
});

test('the choice in the account menu is stored with the admin, and a browser where nobody chose follows it', async () => {
  const stored = async () => (await gatehouse.sql<{ locale: string | null }>('SELECT locale FROM admins'))[0]?.locale;
  const page = await visit({ locale: 'en-US' });
  await gatehouse.sql('UPDATE admins SET locale = NULL');
  await page.goto('/admin/log-in');
  await arriveAtDesk(page, '/admin/jobs', 'Jobs');
  await page.getByText('There are no such jobs.').waitFor();
  await press(page, 'Your account');
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await page.getByText('Solche Jobs gibt es nicht.').waitFor();
  expect(await stored()).toBe('de');

  const elsewhere = await visit({ locale: 'en-US' });
  await elsewhere.goto('/admin/log-in');
  await arriveAt(elsewhere, 'Log in as an admin');
  await arriveAtDesk(elsewhere, '/admin/jobs', 'Jobs');
  await elsewhere.getByText('Solche Jobs gibt es nicht.').waitFor();
  await expectGerman(elsewhere);
  // Nobody is asked to load the page again, once the browser has it.
  await elsewhere.evaluate("localStorage.setItem('gatehouse-desk-language', 'en')");
  await elsewhere.reload();
  await elsewhere.getByText('There are no such jobs.').waitFor();
});

test('the desk is in English where the browser asks for no language that it has, whatever the pages of portals are in', async () => {
  const page = await visit({ locale: 'ja-JP' });
  await page.addInitScript("localStorage.setItem('gatehouse-language', 'de')");
  await page.goto('/admin/log-in');
  await arriveAt(page, 'Log in as an admin');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
});
