import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { whoAmI } from '../kit/people.ts';
import { comeIn, connect, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { origins: ['https://app.demo.test'], ssoCallbacks: ['https://app.demo.test/sso'] }, admin);
const connection = await connect(gatehouse, issuer);
const catalog = `${gatehouse.url}/p/demo/catalog`;

const BAD = [
  'https://evil.test',
  'https://evil.test/p/demo/catalog',
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '/\\/evil.test',
  'https:evil.test',
  'https:/evil.test',
  'https:\\\\evil.test',
  'http:evil.test',
  '/%09/evil.test',
  '/\t/evil.test',
  '\t//evil.test',
  ' //evil.test',
  '/\n/evil.test',
  '/%2f/evil.test',
  '/%5cevil.test',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'evil.test',
  '@evil.test',
  'https://app.demo.test@evil.test',
  'https://evil.test#https://app.demo.test',
  'https://app.demo.test.evil.test',
  'https://evil.test/https://app.demo.test',
  'https://user@app.demo.test',
  'http://app.demo.test',
  'https://app.demo.test:444',
  'ftp://app.demo.test',
  '',
  '/x'.repeat(1_001),
  '/\0',
];

const GOOD: [string, string][] = [
  ['/p/demo/account', `${gatehouse.url}/p/demo/account`],
  ['/apis?tag=a%20b&x=https://evil.test#top', `${gatehouse.url}/apis?tag=a%20b&x=https://evil.test#top`],
  [`${gatehouse.url}/p/demo/account`, `${gatehouse.url}/p/demo/account`],
  ['https://app.demo.test/apis', 'https://app.demo.test/apis'],
];

test('R43: a return target outside the portal is dropped: the person goes to the catalog', async () => {
  for (const returnTo of BAD) {
    const { end } = await comeIn(connection, { returnTo });
    expect([returnTo, end.status, end.location?.href]).toEqual([returnTo, 303, catalog]);
  }
  for (const [returnTo, href] of GOOD) {
    expect([returnTo, (await comeIn(connection, { returnTo })).end.location?.href]).toEqual([returnTo, href]);
  }
});

test('R43: a person whose log-in fails does not go there either, at the start or on the way back', async () => {
  const off = await connect(gatehouse, issuer, { enabled: false });
  const failed = new RegExp(`^${gatehouse.url}/p/demo/sso-failed\\?reason=[A-Z_]+&reference=[\\w-]{36}$`);
  for (const returnTo of BAD) {
    const query = new URLSearchParams({ returnTo });
    const start = await openBrowser().visit(`${off.startUrl}?${query}`);
    expect([returnTo, start.location?.href]).toEqual([returnTo, expect.stringMatching(failed)]);
    const { browser, callback } = await goToProvider(connection, { returnTo });
    callback.searchParams.set('iss', returnTo);
    callback.searchParams.set('returnTo', returnTo);
    callback.searchParams.set('redirect_uri', returnTo);
    expect([returnTo, (await browser.visit(callback)).location?.href]).toEqual([returnTo, expect.stringMatching(failed)]);
    const state = new URL(
      `${gatehouse.url}/sso/callback?${new URLSearchParams({ state: `${returnTo}.x`, error: returnTo, returnTo })}`,
    );
    expect([returnTo, (await openBrowser().visit(state)).location]).toEqual([returnTo, null]);
  }
});

test('R43: a target that the portal has since removed from its list is dropped', async () => {
  const { browser, callback } = await goToProvider(connection, { returnTo: 'https://app.demo.test/apis' });
  await updatePortal(gatehouse, { origins: [] }, admin);
  expect((await browser.visit(callback)).location?.href).toBe(catalog);
  await updatePortal(gatehouse, { origins: ['https://app.demo.test'] }, admin);
});

test('a client of another origin exchanges the code that comes back, once, with its verifier', async () => {
  const exchange = (code: string, verifier: string) =>
    gatehouse.graphql<{ logInWithSso: { __typename: string; token?: string; returnTo?: string } }>(
      `mutation($code: String!, $verifier: String!) { logInWithSso(input: { code: $code, verifier: $verifier, session: TOKEN }) {
        __typename ... on LogInWithSsoSuccess { token returnTo } } }`,
      { code, verifier },
    );
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = { returnTo: 'https://app.demo.test/apis?page=2', challenge };
  const { end, browser } = await comeIn(connection, query);
  const code = param(end.location, 'code');
  expect(end.location?.href).toBe(`https://app.demo.test/sso?code=${code}`);
  expect([code, sessionOf(browser)]).toEqual([expect.stringMatching(/^[\w-]{43}$/), '']);
  const [answer, again] = [await exchange(code, verifier), await exchange(code, verifier)];
  const { token, returnTo } = answer.data.logInWithSso;
  expect(returnTo).toBe('https://app.demo.test/apis?page=2');
  expect(await whoAmI(gatehouse, { token })).toBe('ada@people.test');
  expect(again.data.logInWithSso).toEqual({ __typename: 'InvalidToken' });
  // A wrong verifier spends the code.
  const second = param((await comeIn(connection, query)).end.location, 'code');
  for (const tried of [challenge, verifier]) {
    expect((await exchange(second, tried)).data.logInWithSso).toEqual({ __typename: 'InvalidToken' });
  }
  // On our own origin there is a cookie, and no code.
  const own = await comeIn(connection, { returnTo: '/apis', challenge });
  expect([own.end.location?.href, await whoIs(gatehouse, own.browser)]).toEqual([`${gatehouse.url}/apis`, 'ada@people.test']);
});
