import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { createConnection } from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { refusal } from '../kit/mutate.ts';
import { comeIn, connect, failure, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const [well, elsewhere] = [await startIssuer(), await startIssuer()];
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
const connection = await connect(gatehouse, well, { portal: 'other' });

// A portal may have only so many.
afterEach(() => gatehouse.sql("DELETE FROM sso_connections WHERE portal_id = (SELECT id FROM portals WHERE slug = 'demo')"));

/** A provider that nothing is known of yet, and a connection to it. */
async function newProvider(behaviour: Parameters<typeof well.behave>[0] = {}) {
  const issuer = await startIssuer();
  issuer.behave(behaviour);
  return { issuer, connection: await connect(gatehouse, issuer) };
}

test.each([
  ['down', 'UNAVAILABLE'],
  ['broken', 'UNAVAILABLE'],
  ['endless', 'UNAVAILABLE'],
  ['huge', 'UNAVAILABLE'],
  ['bomb', 'UNAVAILABLE'],
  ['redirecting', 'MISCONFIGURED'],
  ['not json', 'INVALID_ANSWER'],
] as const)(
  'R44: a provider whose answers are %s lets nobody in, and the person learns no more than that',
  async (trouble, reason) => {
    const atStart = await newProvider({ trouble: { discovery: trouble } });
    const start = await openBrowser().visit(atStart.connection.startUrl);
    expect([failure(start), start.headers.getSetCookie()]).toEqual([trouble === 'not json' ? 'MISCONFIGURED' : reason, []]);
    const { issuer, connection } = await newProvider();
    for (const endpoint of ['token', 'jwks', 'userinfo'] as const) {
      issuer.behave({ trouble: { [endpoint]: trouble }, onlyInIdToken: ['sub', 'name'] });
      await issuer.rotateKeys(endpoint);
      const { end, browser } = await comeIn(connection);
      const isBroken = endpoint === 'token' && trouble === 'not json';
      expect([endpoint, failure(end), sessionOf(browser)]).toEqual([endpoint, isBroken ? 'INVALID_ANSWER' : reason, '']);
      expect(end.text).toBe('');
      expect(Object.fromEntries(end.location?.searchParams ?? [])).toEqual({
        reason,
        reference: expect.stringMatching(/^[\w-]{36}$/),
      });
    }
    expect([atStart.issuer.count('elsewhere'), issuer.count('elsewhere')]).toEqual([0, 0]);
  },
);

test('the number on the failure page leads to the cause, in the log and in the failures of the connection', async () => {
  const { issuer, connection } = await newProvider({ tokenRefusal: 'invalid_client' });
  const { end } = await comeIn(connection);
  const reference = param(end.location, 'reference');
  const detail = 'The provider answers invalid_client.';
  const lines = gatehouse.logs.filter((line) => line.includes(reference));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ result: 'MISCONFIGURED', detail, requestId: reference }]);
  expect(
    await gatehouse.sql('SELECT reason, reference, detail FROM sso_failures WHERE connection_id = $1', [connection.id]),
  ).toEqual([{ reason: 'MISCONFIGURED', reference, detail }]);
  expect(end.location?.href.replace(reference, '')).toBe(`${gatehouse.url}/p/demo/sso-failed?reason=MISCONFIGURED&reference=`);
  for (const [refusal, reason] of [
    ['access_denied', 'REFUSED'],
    ['login_required', 'REFUSED'],
    ['server_error', 'UNAVAILABLE'],
    ['unauthorized_client', 'MISCONFIGURED'],
    ['<b>ada@people.test</b>', 'INVALID_ANSWER'],
  ] as const) {
    issuer.behave({ refusal });
    expect([refusal, failure((await comeIn(connection)).end)]).toEqual([refusal, reason]);
  }
  for (const [tokenRefusal, reason] of [
    ['invalid_grant', 'REFUSED'],
    ['unauthorized_client', 'MISCONFIGURED'],
    ['ada@people.test', 'INVALID_ANSWER'],
  ] as const) {
    issuer.behave({ tokenRefusal });
    expect([tokenRefusal, failure((await comeIn(connection)).end)]).toEqual([tokenRefusal, reason]);
  }
  const kept = await gatehouse.sql('SELECT detail FROM sso_failures WHERE connection_id = $1', [connection.id]);
  expect([kept.length, JSON.stringify(kept).includes('ada@')]).toEqual([9, false]);
  issuer.behave();
  issuer.clientSecret = 'another secret';
  expect(failure((await comeIn(connection)).end)).toBe('MISCONFIGURED');
});

test('R44: a provider is not asked on a private network unless the operator allows its host', async () => {
  for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433', '[::1]']) {
    const { issuer, connection } = await newProvider();
    for (const scheme of ['http', 'https']) {
      const url = issuer.url.replace('http://localhost', `${scheme}://${host}`);
      const refused = refusal(createConnection(gatehouse, { issuer: url, enabled: true }, admin), 'InvalidInput');
      expect([url, (await refused).issues]).toMatchObject([url, [{ path: ['issuer'], code: 'NOT_PERMITTED' }]]);
      // As if it had been saved before that was looked at.
      await gatehouse.sql('UPDATE sso_connections SET issuer = $1 WHERE id = $2', [url, connection.id]);
      expect([url, failure(await openBrowser().visit(connection.startUrl))]).toEqual([url, 'MISCONFIGURED']);
    }
    expect(issuer.asked).toEqual([]);
  }
  const strict = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: '' }, gatehouse);
  const { issuer, connection } = await newProvider();
  const start = await openBrowser().visit(connection.startUrl.replace(gatehouse.url, strict.url));
  expect([failure(start), issuer.asked]).toEqual(['MISCONFIGURED', []]);
});

test.each(['token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'authorization_endpoint', 'end_session_endpoint'])(
  'R44: %s of a discovery document is held to the same as the issuer',
  async (name) => {
    const { port } = new URL(elsewhere.url);
    for (const url of [
      `http://127.0.0.1:${port}/x`,
      `https://[::1]:${port}/x`,
      'javascript:alert(1)',
      `http://a@localhost:${port}`,
      '/x',
    ]) {
      const { connection } = await newProvider({ discovery: { [name]: url } });
      expect([url, failure(await openBrowser().visit(connection.startUrl))]).toEqual([url, 'MISCONFIGURED']);
    }
    expect(elsewhere.asked).toEqual([]);
  },
);

test.each([
  ['another', (url: string) => `${url}x`],
  ['one with a slash more', (url: string) => `${url}/`],
  ['one in capitals', (url: string) => url.toUpperCase()],
])('R44: a discovery document of another issuer is refused: %s', async (_, change) => {
  const issuer = await startIssuer();
  issuer.behave({ discovery: { issuer: change(issuer.url) } });
  const connection = await connect(gatehouse, issuer);
  expect(failure(await openBrowser().visit(connection.startUrl))).toBe('MISCONFIGURED');
  expect(issuer.count('authorize')).toBe(0);
});

test('a discovery document may say in many ways that there is nothing to say, and has to say where to log in', async () => {
  const nothing = { end_session_endpoint: null, userinfo_endpoint: '', scopes_supported: null, claims_supported: 7 };
  const { connection } = await newProvider({ discovery: nothing });
  expect(failure((await comeIn(connection)).end)).toBeNull();
  for (const name of ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    for (const value of [null, '', undefined, 7, ['https://x.test']]) {
      const { connection } = await newProvider({ discovery: { [name]: value } });
      expect([name, value, failure(await openBrowser().visit(connection.startUrl))]).toEqual([name, value, 'MISCONFIGURED']);
    }
  }
});

test('a provider that is slow is given up after 5 seconds, asked once for many, and keeps nobody else waiting', {
  timeout: 30_000,
}, async () => {
  const { issuer, connection: slow } = await newProvider({ trouble: { discovery: 'slow' } });
  const start = performance.now();
  const waiting = Promise.all(Array.from({ length: 30 }, () => openBrowser().visit(slow.startUrl)));
  for (let at = 0; at < 5; at++) {
    const { end, browser } = await comeIn(connection);
    expect([failure(end), await whoIs(gatehouse, browser, 'other')]).toEqual([null, 'ada@people.test']);
  }
  expect(performance.now() - start).toBeLessThan(4_500);
  expect((await waiting).map(failure)).toEqual(Array.from({ length: 30 }, () => 'UNAVAILABLE'));
  const took = performance.now() - start;
  expect([took > 4_900, took < 9_000]).toEqual([true, true]);
  // It is not asked again in the next seconds, and nobody waits.
  expect(failure(await openBrowser().visit(slow.startUrl))).toBe('UNAVAILABLE');
  expect(performance.now() - start - took).toBeLessThan(1_000);
  expect(issuer.count('discovery')).toBe(1);
});

test('a provider that is asked by many at once says but once what it can do and which keys it has', async () => {
  const { issuer, connection } = await newProvider();
  const ways = await Promise.all(Array.from({ length: 20 }, () => goToProvider(connection)));
  const ends = await Promise.all(ways.map(({ browser, callback }) => browser.visit(callback)));
  expect(ends.map(failure)).toEqual(ways.map(() => null));
  expect([issuer.count('discovery'), issuer.count('jwks'), issuer.count('token')]).toEqual([1, 1, 20]);
});

test('a failure that cannot be stored for the admins does not stop the page for the person', async () => {
  const { connection } = await newProvider({ refusal: 'access_denied' });
  await gatehouse.sql('ALTER TABLE sso_failures ADD CONSTRAINT full_disk CHECK (false) NOT VALID');
  const { end } = await comeIn(connection);
  await gatehouse.sql('ALTER TABLE sso_failures DROP CONSTRAINT full_disk');
  expect([end.status, failure(end)]).toEqual([303, 'REFUSED']);
});

test('while the database does not answer, people land on the page that says so, at their portal', async () => {
  const { connection } = await newProvider();
  const { callback, browser } = await goToProvider(connection);
  const ends = await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE portals IN ACCESS EXCLUSIVE MODE',
    () => Promise.all([openBrowser().visit(connection.startUrl), browser.visit(callback)]),
    () => setTimeout(9_000),
  );
  for (const { location } of ends) {
    expect(`${location?.origin}${location?.pathname}`).toBe(`${gatehouse.url}/p/demo/sso-failed`);
    expect(location?.searchParams.get('reason')).toBe('UNEXPECTED');
  }
});
