import { beforeEach, expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { param } from '../kit/web-browser.ts';

// Two providers that know us under the same name; B is the attacker's.
const a = await startIssuer();
const b = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
await createPortal(gatehouse, 'other', await openDemoPortal(gatehouse));
const atA = await connect(gatehouse, a);
const atB = await connect(gatehouse, b);
const elsewhere = await connect(gatehouse, a, { portal: 'other' });

const tokenRequests = () => a.count('token') + b.count('token');

beforeEach(() => {
  a.behave();
  b.behave();
});

/** The way back with some parameters changed. */
function changed(callback: URL, changes: Record<string, string | null>): URL {
  const url = new URL(callback);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url;
}

test.each([
  ['iss of another provider', () => ({ iss: b.url })],
  ['no iss, where the provider announces it', () => ({ iss: null })],
  ['iss that is the same to a browser only', () => ({ iss: `${a.url}/` })],
  ['an empty iss', () => ({ iss: '' })],
  ['an error with iss of another provider', () => ({ iss: b.url, code: null, error: 'access_denied' })],
])('R37: %s is refused before any token request', async (_, changes) => {
  const { browser, callback } = await goToProvider(atA);
  const before = tokenRequests();
  expect(failure(await browser.visit(changed(callback, changes())))).toBe('INVALID_ANSWER');
  expect([tokenRequests(), sessionOf(browser)]).toEqual([before, '']);
});

test('R37: a parameter that is there twice is refused before any token request', async () => {
  for (const name of ['code', 'iss', 'state']) {
    const { browser, callback } = await goToProvider(atA);
    const before = tokenRequests();
    const url = new URL(callback);
    url.searchParams.append(name, param(url, name));
    expect([name, failure(await browser.visit(url))]).toEqual([name, 'INVALID_ANSWER']);
    expect(tokenRequests()).toBe(before);
  }
});

test('R37: a log-in that was begun at provider A does not end with a code of provider B', async () => {
  const begun = await goToProvider(atA);
  const atAttackers = await goToProvider(atB);
  const before = tokenRequests();
  const parameters = Object.fromEntries(atAttackers.callback.searchParams);
  const state = param(begun.callback, 'state');
  expect(failure(await begun.browser.visit(changed(begun.callback, { ...parameters, state })))).toBe('INVALID_ANSWER');
  expect(tokenRequests()).toBe(before);
});

test('R37: without iss each connection has an address of its own, and takes no answer at another', async () => {
  const without = { iss: 'none', discovery: { authorization_response_iss_parameter_supported: undefined } };
  for (const issuer of [a, b]) issuer.behave(without);
  // What is known of a provider is kept for an hour.
  const fresh = await startInstallation({}, gatehouse);
  const [connection, attackers] = [atA, atB].map(({ id }) => ({
    id,
    portal: 'demo',
    startUrl: `${fresh.url}/sso/demo/${id}/start`,
  }));
  if (!connection || !attackers) throw new Error('no connections');
  const well = await comeIn(connection);
  expect([failure(well.end), well.callback.pathname]).toEqual([null, `/sso/callback/${atA.id}`]);
  expect(await whoIs(fresh, well.browser)).toBe('ada@people.test');
  for (const path of ['/sso/callback', `/sso/callback/${atB.id}`, `/sso/callback/${elsewhere.id}`]) {
    const { browser, callback } = await goToProvider(connection);
    const before = tokenRequests();
    callback.pathname = path;
    expect([path, failure(await browser.visit(callback))]).toEqual([path, 'INVALID_ANSWER']);
    expect([tokenRequests(), sessionOf(browser)]).toEqual([before, '']);
  }
  // The attacker's provider passes the browser on to A, as if it had been sent there.
  const { browser, toProvider } = await goToProvider(attackers);
  const forwarded = new URL(`${a.url}/authorize${toProvider.search}`);
  forwarded.searchParams.set('redirect_uri', `${fresh.url}/sso/callback/${atA.id}`);
  const { location } = await browser.visit(forwarded);
  const before = tokenRequests();
  expect([location?.searchParams.has('code'), failure(await browser.visit(present(location)))]).toEqual([
    true,
    'INVALID_ANSWER',
  ]);
  expect([tokenRequests(), sessionOf(browser)]).toEqual([before, '']);
});

test('R37: a provider that passes a browser on to another gets nothing of it', async () => {
  const { browser, toProvider } = await goToProvider(atB);
  const { location } = await browser.visit(`${a.url}/authorize${toProvider.search}`);
  const before = tokenRequests();
  // A says that it is A, and we went to B.
  expect(failure(await browser.visit(present(location)))).toBe('INVALID_ANSWER');
  expect(tokenRequests()).toBe(before);
});

test('R37: an answer for one portal is nothing at another, though the provider is the same', async () => {
  const { browser, callback } = await goToProvider(elsewhere);
  const before = tokenRequests();
  const state = param(callback, 'state');
  expect(failure(await browser.visit(changed(callback, { state: state.replace('other.', 'demo.') })))).not.toBeNull();
  expect([tokenRequests(), sessionOf(browser), sessionOf(browser, 'other')]).toEqual([before, '', '']);
  const well = await comeIn(elsewhere);
  expect([await whoIs(gatehouse, well.browser, 'other'), await whoIs(gatehouse, well.browser)]).toEqual([
    'ada@people.test',
    null,
  ]);
});
