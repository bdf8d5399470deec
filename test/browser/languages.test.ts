import { readdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { loggedInPerson, PASSWORD } from '../kit/people.ts';
import { arriveAt, fillIn, logInWith, mailedLink, openBrowser, openRow, press, soon } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const locales = { default: 'en', offered: ['en', 'de', 'ja'] };
await updatePortal(gatehouse, { autoApprove: true, locales, terms: { version: '1', url: `${gatehouse.url}/p/demo/` } }, admin);
await setSignUpFields(gatehouse, [{ key: 'firma', label: 'Firma', kind: 'TEXT' }], admin);
const { visit, troubles } = await openBrowser(gatehouse);

/** Words that no German sentence has. */
const ENGLISH =
  /\b(?:the|you|your|and|is|to|we|with|this|of|for|not|it|are|address|password|account|sign|choose|email|again|on)\b/gi;

async function expectGerman(page: Page, heading: string): Promise<void> {
  await arriveAt(page, heading);
  const names = await page
    .locator('[aria-label], [title], [placeholder]')
    .evaluateAll((all) => all.map((one) => one.outerHTML));
  const shown = `${await page.title()} ${await page.locator('#root').textContent()}`;
  expect(
    [...shown.matchAll(ENGLISH)].map(([word]) => word),
    shown,
  ).toEqual([]);
  expect(names.filter((html) => ENGLISH.test(html.match(/aria-label="([^"]*)"/)?.[1] ?? ''))).toEqual([]);
  await soon(() => page.locator('html').getAttribute('lang')).toBe('de');
}

test('a German signs up, creates a password, logs in, looks at the account and leaves without meeting one English word', async () => {
  const page = await visit({ locale: 'de-AT' });
  const email = 'hedwig@example.test';
  await page.goto('/p/demo/');
  await expectGerman(page, 'Willkommen');
  await page.getByRole('link', { name: 'Registrieren' }).click();
  await expectGerman(page, 'Registrieren');
  await fillIn(page, { 'Vollständiger Name': 'Hedwig Kohn', 'E-Mail-Adresse': email });
  await press(page, 'Registrieren');
  await expectGerman(page, 'Prüfen Sie Ihre E-Mails');

  await page.goto(await mailedLink(gatehouse, email));
  await expectGerman(page, 'Bestätigen Sie Ihre E-Mail-Adresse');
  await page.getByLabel('Ich stimme den Nutzungsbedingungen').check();
  await press(page, 'E-Mail-Adresse bestätigen');
  await expectGerman(page, 'Legen Sie ein Passwort fest');
  await gatehouse.drain();
  await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD);
  await press(page, 'Passwort festlegen');
  await expectGerman(page, 'Sie können sich jetzt anmelden');
  await page.getByRole('link', { name: 'Anmelden' }).click();
  await expectGerman(page, 'Anmelden');
  await fillIn(page, { Passwort: PASSWORD });
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await expectGerman(page, 'Katalog');
  await page.getByRole('link', { name: 'Konto' }).click();
  await expectGerman(page, 'Ihr Konto');
  const deletion = await openRow(page, 'Konto löschen');
  await fillIn(page, { [`Geben Sie ${email} ein, um Ihr Konto zu löschen`]: email });
  await deletion.getByLabel('Ihr Passwort').fill(PASSWORD);
  await press(page, 'Mein Konto endgültig löschen');
  await expectGerman(page, 'Ihr Konto ist gelöscht');
});

test('Japanese has its own script and order, and moments in its own form', async () => {
  const page = await visit({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  await page.goto('/p/demo/sign-up');
  await arriveAt(page, '登録');
  await fillIn(page, { 氏名: '湯川秀樹', メールアドレス: 'hideki@example.test' });
  await press(page, '登録');
  await arriveAt(page, 'メールをご確認ください');
  await page.goto(await mailedLink(gatehouse, 'hideki@example.test'));
  await arriveAt(page, 'メールアドレスの確認');
  await page.getByText(/このリンクは 20\d\d年\d+月\d+日 \d+:\d\d JST に/).waitFor();
  await soon(() => page.locator('html').getAttribute('lang')).toBe('ja');
});

test('a language that is none of ours leads to the next that the person reads, and a choice on the page is kept', async () => {
  const page = await visit({ locale: 'xx' });
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Log in');
  await page.getByLabel('Language').selectOption('ja');
  await page.locator('h1').getByText('ログイン').waitFor();
  await page.getByLabel('言語').selectOption('de');
  await page.locator('h1').getByText('Anmelden').waitFor();
  await page.reload();
  await expectGerman(page, 'Anmelden');
});

test('what a person chose in the account comes before what the browser asks for, also in another one', async () => {
  await updatePortal(gatehouse, { terms: null }, admin);
  const { email } = await loggedInPerson(gatehouse, 'emmy@example.test', admin);
  const page = await visit();
  await page.goto('/p/demo/log-in');
  await logInWith(page, email);
  await arriveAt(page, 'Catalog');
  await page.goto('/p/demo/account');
  const language = await openRow(page, 'Language');
  await language.getByLabel('Language').selectOption('de');
  await press(page, 'Save language');
  await page.getByText('Ihre Sprache ist gespeichert.').waitFor();
  const other = await visit();
  await other.goto('/p/demo/log-in');
  await logInWith(other, email);
  await expectGerman(other, 'Katalog');
});

test('what is wrong is said in the language of the page', async () => {
  const page = await visit({ locale: 'de' });
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'E-Mail-Adresse': 'keine Adresse' });
  await press(page, 'Registrieren');
  await page.getByText('Bitte ausfüllen.').waitFor();
  await page.getByText('Das ist keine E-Mail-Adresse wie name@example.com.').waitFor();
  await page.goto('/p/demo/log-in');
  await fillIn(page, { 'E-Mail-Adresse': 'niemand@example.test', Passwort: 'falsch' });
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await page.getByRole('alert').getByText('Die E-Mail-Adresse oder das Passwort ist falsch.').waitFor();
});

test('a portal that offers one language shows it to everybody, and no choice', async () => {
  await updatePortal(gatehouse, { locales: { default: 'ja', offered: ['ja'] } }, admin);
  const page = await visit({ locale: 'de' });
  await page.goto('/p/demo/sign-up');
  await arriveAt(page, '登録');
  expect(await page.getByRole('combobox').count()).toBe(0);
  await updatePortal(gatehouse, { locales }, admin);
});

test.each([
  ['texts', /\/assets\/pages-.*\.js$/],
  ['code', /\/assets\/log-in-[\w-]{8}\.js$/],
])('a page without its %s says so, in every language', async (_, file) => {
  const page = await visit();
  await page.route(file, (route) => route.abort());
  await page.goto('/p/demo/log-in');
  await page.getByText('This page could not be loaded.').waitFor();
  await page.getByText('Diese Seite konnte nicht geladen werden.').waitFor();
  await soon(() => page.getByRole('status').count()).toBe(0);
  // The console may say it a moment later than the page.
  await soon(() => troubles.length).not.toBe(0);
  troubles.splice(0);
});

test('a page loads the texts of its own language only', async () => {
  const page = await visit({ locale: 'de' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/p/demo/sign-up');
  await arriveAt(page, 'Registrieren');
  const chunks = (await readdir('web/dist/assets')).filter((file) => /^pages-.*\.js$/.test(file));
  expect(chunks.length).toBe(3);
  expect(asked.filter((path) => chunks.some((chunk) => path.endsWith(chunk)))).toHaveLength(1);
});
