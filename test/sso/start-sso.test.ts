import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
const connection = await connect(gatehouse, issuer);

test('R36: over 100 starts, no two share a state, a nonce or a challenge, and all are of 256 bits', async () => {
  const starts = await Promise.all(Array.from({ length: 100 }, () => openBrowser().visit(connection.startUrl)));
  for (const name of ['state', 'nonce', 'code_challenge']) {
    const values = starts.map(({ location }) => present(location?.searchParams.get(name)?.replace(/^demo\./, '')));
    expect([name, new Set(values).size]).toEqual([name, 100]);
    for (const value of values) expect(value).toMatch(/^[\w-]{43}$/);
  }
  const cookies = starts.map(({ headers }) => headers.getSetCookie().join());
  expect(new Set(cookies).size).toBe(100);
  for (const cookie of cookies) expect(cookie).toMatch(/; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
});

test('R36: the request to the provider asks for a code, with PKCE by S256 and the scopes of the connection', async () => {
  const { location } = await openBrowser().visit(connection.startUrl);
  expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
    client_id: 'gatehouse',
    response_type: 'code',
    redirect_uri: `${gatehouse.url}/sso/callback`,
    scope: 'openid email profile',
    state: expect.any(String),
    nonce: expect.any(String),
    code_challenge: expect.any(String),
    code_challenge_method: 'S256',
  });
});

test('R36: the verifier that the provider gets fits the challenge, and comes from no other request', async () => {
  const { toProvider, end, browser } = await comeIn(connection);
  expect([failure(end), end.location?.href]).toEqual([null, `${gatehouse.url}/p/demo/catalog`]);
  const verifier = present(issuer.asked.find(({ endpoint }) => endpoint === 'token')?.body.get('code_verifier'));
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(toProvider.searchParams.get('code_challenge'));
  expect(verifier).toMatch(/^[\w-]{43}$/);
  expect(await whoIs(gatehouse, browser)).toBe('ada@people.test');
});

test('R36: only the browser that began may end it', async () => {
  const { callback, browser } = await goToProvider(connection);
  const another = openBrowser();
  const before = issuer.count('token');
  expect(failure(await another.visit(callback))).toBe('EXPIRED');
  // Not even where it has begun one of its own.
  await another.visit(connection.startUrl);
  expect(failure(await another.visit(callback))).toBe('EXPIRED');
  expect([issuer.count('token'), another.cookies.filter(({ name }) => name === 'gatehouse-demo')]).toEqual([before, []]);
  // Whose it is, may.
  expect(failure(await browser.visit(callback))).toBeNull();
});

test('R36: an answer is good once, also in a browser that keeps its cookies, and of 20 at once one gets in', async () => {
  const { callback, browser } = await goToProvider(connection);
  const cookies = [...browser.cookies];
  const before = issuer.count('token');
  const ends = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const same = openBrowser();
      same.cookies = [...cookies];
      return failure(await same.visit(callback));
    }),
  );
  expect(ends.filter((reason) => reason === null)).toHaveLength(1);
  expect(ends.filter((reason) => reason === 'EXPIRED')).toHaveLength(19);
  browser.cookies = cookies;
  expect(failure(await browser.visit(callback))).toBe('EXPIRED');
  expect(issuer.count('token')).toBe(before + 1);
});

test('R36: it may take 10 minutes, and not longer', async () => {
  const early = await goToProvider(connection);
  await gatehouse.sql("UPDATE sso_attempts SET expires_at = expires_at - interval '590 seconds'");
  expect(failure(await early.browser.visit(early.callback))).toBeNull();
  const late = await goToProvider(connection);
  await gatehouse.sql("UPDATE sso_attempts SET expires_at = expires_at - interval '601 seconds'");
  const before = issuer.count('token');
  expect(failure(await late.browser.visit(late.callback))).toBe('EXPIRED');
  expect(issuer.count('token')).toBe(before);
});

test('R36: two ways at once in one browser end each where it began', async () => {
  const browser = openBrowser();
  const first = await goToProvider(connection, { returnTo: '/first' }, browser);
  const second = await goToProvider(connection, { returnTo: '/second' }, browser);
  expect((await browser.visit(first.callback)).location?.pathname).toBe('/first');
  expect((await browser.visit(second.callback)).location?.pathname).toBe('/second');
});

test('R36, R33: a log-in that was begun at one portal is refused at another', async () => {
  const way = await goToProvider(connection);
  const before = issuer.count('token');
  const state = param(way.callback, 'state');
  for (const stolen of [state.replace('demo.', 'other.'), state.replace('demo.', ''), `${state}x`, 'demo.', 'demo', '']) {
    const url = new URL(way.callback);
    url.searchParams.set('state', stolen);
    const browser = openBrowser();
    browser.cookies = [...way.browser.cookies];
    const end = await browser.visit(url);
    expect([stolen, end.location?.pathname.endsWith('/sso-failed') || end.status === 404 || end.status === 200]).toEqual([
      stolen,
      true,
    ]);
    expect([stolen, sessionOf(browser), sessionOf(browser, 'other')]).toEqual([stolen, '', '']);
  }
  expect(issuer.count('token')).toBe(before);
});

test('a connection cannot be started at another portal, nor one that does not exist', async () => {
  const before = issuer.count('authorize');
  for (const path of [
    `other/${connection.id}`,
    'demo/00000000-0000-7000-8000-000000000000',
    'demo/none',
    `nowhere/${connection.id}`,
  ]) {
    const start = await openBrowser().visit(`${gatehouse.url}/sso/${path}/start`);
    expect([path, start.headers.getSetCookie(), start.location?.pathname.replace(/^\/p\/(other|demo)/, '') ?? '']).toEqual([
      path,
      [],
      path.startsWith('nowhere') ? '' : '/sso-failed',
    ]);
  }
  expect(issuer.count('authorize')).toBe(before);
});

test('S2: cookies whose names only begin as ours are not handed back', async () => {
  const names = ['1', '2', '3', '4', '5', 'x y', `é${'a'.repeat(15_000)}`, 'a'.repeat(13)].map(
    (end) => `gatehouse_sso-${end}=1`,
  );
  const { status, headers } = await send(connection.startUrl, 'GET', {
    cookie: Buffer.from(names.join('; ')).toString('latin1'),
  });
  expect([status, String(headers['location']).startsWith(issuer.url)]).toEqual([303, true]);
  const dropped = [headers['set-cookie'] ?? []].flat().filter((cookie) => cookie.includes('Max-Age=0'));
  expect(dropped.map((cookie) => cookie.split('=', 1)[0])).toEqual([1, 2, 3, 4, 5].map((end) => `gatehouse_sso-${end}`));
});
