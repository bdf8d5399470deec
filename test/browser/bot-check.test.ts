import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { lastMailTo, mailsTo } from '../kit/people.ts';
import { arriveAt, fillIn, openBrowser, press, soon } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { locales: { default: 'en', offered: ['en', 'de', 'ja'] } }, admin);
const { visit, troubles } = await openBrowser(gatehouse);

const setCheck = (policy: string) => gatehouse.sql('UPDATE portals SET bot_check = $1::"BotCheckPolicy"', [policy]);
beforeEach(() => setCheck('ALWAYS'));

/** Notes each state that the form tells, from now on. */
const tellings = (page: Page): Promise<string[]> =>
  page.evaluate(`window.told = [];
    new MutationObserver(() => window.told.push(document.querySelector('form [role=status]')?.textContent ?? ''))
      .observe(document, { subtree: true, childList: true, characterData: true }); window.told`);
const told = (page: Page): Promise<string[]> => page.evaluate('window.told');

/** The operations that the page asks, in their order. */
function asked(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const name = /(?:query|mutation) (\w+)/.exec(request.postData() ?? '')?.[1];
    if (name) names.push(name);
  });
  return names;
}

const scriptsOf = (page: Page): string[] => {
  const names: string[] = [];
  page.on('request', (request) => names.push(new URL(request.url()).pathname));
  return names;
};

const usedChecks = async () => (await gatehouse.sql('SELECT hash FROM used_bot_checks')).length;

test('R230: a person signs up without noticing the check, which is solved while they type', async () => {
  const page = await visit();
  const names = asked(page);
  await page.goto('/p/demo/sign-up');
  await tellings(page);
  expect(names).not.toContain('findBotChallenge');
  await fillIn(page, { 'Full name': 'Ada Lovelace' });
  await soon(() => names).toContain('findBotChallenge');
  await fillIn(page, { 'Email address': 'ada@example.test' });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  expect(await told(page)).toContain('Checking that you are not a bot…');
  // One challenge, and no second try.
  expect(names.filter((name) => /signUp|findBotChallenge/.test(name))).toEqual(['findBotChallenge', 'signUp']);
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, 'ada@example.test').text).toContain('verify-email?token=');

  // The page after it asks for the same email again, with a solution of its own.
  const before = await usedChecks();
  await press(page, 'Send it again');
  await page.getByText('sent').first().waitFor();
  await soon(usedChecks).toBe(before + 1);
});

test('a mistake in the form costs no second solution', async () => {
  const page = await visit();
  const names = asked(page);
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Bob', 'Email address': 'not an address' });
  await press(page, 'Sign up');
  await page.locator('input[name=email][aria-invalid=true]').waitFor();
  await fillIn(page, { 'Email address': 'bob@example.test' });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  expect(names.filter((name) => name === 'findBotChallenge')).toHaveLength(1);
});

test('a solution that comes too late is replaced by another one', async () => {
  const page = await visit();
  const names = asked(page);
  await page.goto('/p/demo/sign-up');
  await fillIn(page, { 'Full name': 'Eve', 'Email address': 'eve@example.test' });
  await soon(() => names).toContain('findBotChallenge');
  // Whoever has this solution, uses it first.
  await page.route(
    '/graphql',
    async (route) => {
      await route.fetch();
      await route.continue();
    },
    { times: 1 },
  );
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  expect(names.filter((name) => name === 'signUp')).toHaveLength(2);
});

test('an admin turns the check on after the page was loaded, and the form still works', async () => {
  await setCheck('OFF');
  const page = await visit();
  const scripts = scriptsOf(page);
  await page.goto('/p/demo/forgot-password');
  await fillIn(page, { 'Email address': 'ada@example.test' });
  expect(scripts.filter((name) => name.includes('bot-check'))).toEqual([]);
  await setCheck('ALWAYS');
  await press(page, 'Send me an email');
  await arriveAt(page, 'Check your email');
});

test('while the check is off, the page loads nothing of it and tells nothing of it', async () => {
  await setCheck('OFF');
  const page = await visit();
  const [scripts, names] = [scriptsOf(page), asked(page)];
  await page.goto('/p/demo/sign-up');
  await tellings(page);
  await fillIn(page, { 'Full name': 'Vera', 'Email address': 'vera@example.test' });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  expect(scripts.filter((name) => name.includes('bot-check'))).toEqual([]);
  expect(names).not.toContain('findBotChallenge');
  expect((await told(page)).join()).not.toContain('bot');
});

test('without a flood, ADAPTIVE tells nothing either', async () => {
  await setCheck('ADAPTIVE');
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await tellings(page);
  await fillIn(page, { 'Full name': 'Wanda', 'Email address': 'wanda@example.test' });
  await press(page, 'Sign up');
  await arriveAt(page, 'Check your email');
  expect((await told(page)).join()).not.toContain('bot');
});

test.each([
  ['en', 'Sign up', 'Your browser could not show'],
  ['de', 'Registrieren', 'Ihr Browser konnte nicht zeigen'],
  ['ja', '登録', 'お使いのブラウザーでは'],
])('a browser that cannot do the arithmetic says what to do (%s)', async (locale, button, sentence) => {
  const page = await visit({ locale });
  await page.addInitScript("Object.defineProperty(crypto, 'subtle', { value: undefined })");
  await page.goto('/p/demo/sign-up');
  await page.locator('input[name=fullName]').fill('Old');
  await page.locator('input[name=email]').fill('old@example.test');
  await press(page, button);
  await page.getByRole('alert').getByText(sentence).waitFor();
  expect(mailsTo(gatehouse, 'old@example.test')).toEqual([]);
  expect(troubles.splice(0)).toEqual([]);
});
