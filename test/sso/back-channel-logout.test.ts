import { beforeEach, expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure, goToProvider, whoIs } from '../kit/sso.ts';
import type { WebBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
await createPortal(gatehouse, 'other', await openDemoPortal(gatehouse));
const connection = await connect(gatehouse, issuer);
const elsewhere = await connect(gatehouse, issuer, { portal: 'other' });

const now = () => Math.floor(Date.now() / 1_000);
const ada = 'ada@people.test';
let browser: WebBrowser;

beforeEach(async () => {
  issuer.behave();
  ({ browser } = await comeIn(connection));
});

/** What the provider is answered. */
async function send(token: string, { id, portal } = connection): Promise<number> {
  const body = new URLSearchParams({ logout_token: token });
  const response = await fetch(`${gatehouse.url}/sso/${portal}/${id}/back-channel-logout`, { method: 'POST', body });
  expect(response.headers.get('cache-control')).toBe('no-store');
  return response.status;
}

test('a logout token ends the sessions of its subject, and nobody else’s', async () => {
  const { browser: second } = await comeIn(connection);
  issuer.behave({ person: { sub: 'grace', email: 'grace@people.test', email_verified: true } });
  const { browser: grace } = await comeIn(connection);
  issuer.behave();
  expect(await send(await issuer.logoutToken())).toBe(200);
  expect([await whoIs(gatehouse, browser), await whoIs(gatehouse, second)]).toEqual([null, null]);
  expect(await whoIs(gatehouse, grace)).toBe('grace@people.test');
  // Whoever has no session any more is logged out, too.
  expect(await send(await issuer.logoutToken())).toBe(200);
  expect(await send(await issuer.logoutToken({ sub: 'nobody' }))).toBe(200);
});

test('a logout token with a sid ends that session alone', async () => {
  issuer.behave({ idToken: { sid: 'second' } });
  const { browser: second } = await comeIn(connection);
  expect(await send(await issuer.logoutToken({ sub: undefined, sid: 'second' }))).toBe(200);
  expect([await whoIs(gatehouse, browser), await whoIs(gatehouse, second)]).toEqual([ada, null]);
  expect(await send(await issuer.logoutToken({ sub: 'somebody-else', sid: 'sid-of-ada-at-idp' }))).toBe(200);
  expect(await whoIs(gatehouse, browser)).toBe(ada);
  expect(await send(await issuer.logoutToken({ sid: 'sid-of-ada-at-idp' }))).toBe(200);
  expect(await whoIs(gatehouse, browser)).toBeNull();
});

test.each([
  ['iss of another', () => ({ iss: 'https://other.test' })],
  ['no iss', () => ({ iss: undefined })],
  ['aud of another client', () => ({ aud: 'somebody-else' })],
  ['no aud', () => ({ aud: undefined })],
  ['a nonce, as an ID token has', () => ({ nonce: 'n' })],
  ['no events', () => ({ events: undefined })],
  ['another event', () => ({ events: { 'http://schemas.openid.net/event/other': {} } })],
  ['an event that is no object', () => ({ events: { 'http://schemas.openid.net/event/backchannel-logout': true } })],
  ['neither sub nor sid', () => ({ sub: undefined })],
  ['a sub that cannot be kept', () => ({ sub: '\0' })],
  ['no jti', () => ({ jti: undefined })],
  ['no iat', () => ({ iat: undefined })],
  ['no exp', () => ({ exp: undefined })],
  ['exp a minute ago', () => ({ exp: now() - 60 })],
  ['iat in 5 minutes', () => ({ iat: now() + 300 })],
  ['iat 10 minutes ago', () => ({ iat: now() - 600 })],
])('a logout token with %s ends nothing', async (_, claims) => {
  expect(await send(await issuer.logoutToken(claims()))).toBe(400);
  expect(await whoIs(gatehouse, browser)).toBe(ada);
});

test.each([
  'payload changed under an old signature',
  'key outside the key set',
  'key outside the key set under a known name',
  'alg none',
  'HS256 with the client secret',
  'HS256 with the public key',
  'no signature',
] as const)('R38: a logout token with %s ends nothing', async (forgery) => {
  expect(await send(await issuer.logoutToken({}, forgery))).toBe(400);
  expect(await whoIs(gatehouse, browser)).toBe(ada);
});

test('a token that is not a logout token ends nothing, also an ID token', async () => {
  const idToken = present(issuer.secrets.findLast((secret) => secret.split('.').length === 3));
  for (const token of [idToken, '', 'x', 'a.b.c', '..', 'x'.repeat(100_000)]) {
    expect([token.slice(0, 10), await send(token)]).toEqual([token.slice(0, 10), 400]);
  }
  expect(await send(await issuer.logoutToken(), { ...connection, portal: 'other' })).toBe(400);
  expect(await send(await issuer.logoutToken(), { ...connection, id: 'none' })).toBe(400);
  expect(await whoIs(gatehouse, browser)).toBe(ada);
});

test('tokens under keys that nobody knows make the provider be asked twice a minute at most; new keys hold all the same', async () => {
  const before = issuer.count('jwks');
  for (let at = 0; at < 30; at++) {
    expect(await send(await issuer.logoutToken({}, 'key outside the key set'))).toBe(400);
  }
  expect(issuer.count('jwks') - before).toBeLessThanOrEqual(1);
});

test('a logout token that is sent again ends no session that was opened after it', async () => {
  const token = await issuer.logoutToken({ iat: now() - 120 });
  expect(await send(token)).toBe(200);
  expect(await whoIs(gatehouse, browser)).toBe(ada);
});

test('a provider tells a client at one address: sessions end by all connections, of any portal, that are this client', async () => {
  const another = await connect(gatehouse, issuer, { emailDomains: ['people.test'] });
  const { browser: other } = await comeIn(elsewhere);
  const { browser: beside } = await comeIn(another);
  const { browser: late, callback } = await goToProvider(elsewhere);
  expect(await send(await issuer.logoutToken())).toBe(200);
  expect([await whoIs(gatehouse, other, 'other'), await whoIs(gatehouse, beside)]).toEqual([null, null]);
  expect(failure(await late.visit(callback))).toBe('EXPIRED');
});

test('sessions of another client, or of another provider, are not ended', async () => {
  const { browser: other } = await comeIn(elsewhere);
  await gatehouse.sql("UPDATE sso_connections SET client_id = 'another' WHERE id = $1", [elsewhere.id]);
  const foreign = await startIssuer();
  foreign.behave({ person: { ...issuer.behaviour.person, email: 'ada@foreign.test' } });
  const { browser: there } = await comeIn(await connect(gatehouse, foreign));
  expect(await send(await issuer.logoutToken())).toBe(200);
  await gatehouse.sql('UPDATE sso_connections SET client_id = $2 WHERE id = $1', [elsewhere.id, issuer.clientId]);
  expect([await whoIs(gatehouse, browser), await whoIs(gatehouse, other, 'other')]).toEqual([null, ada]);
  expect(await whoIs(gatehouse, there)).toBe('ada@foreign.test');
});

test('a log-out that meets another one half-way ends all sessions all the same', async () => {
  const { browser: second } = await comeIn(connection);
  const sessions = await gatehouse.sql<{ id: string }>('SELECT id FROM sessions ORDER BY created_at, id');
  const [first, last] = [sessions.at(0), sessions.at(-1)].map(
    (session) => `SELECT FROM sessions WHERE id = '${session?.id}' FOR UPDATE`,
  );
  const token = await issuer.logoutToken();
  const status = await whileHeld(
    gatehouse.databaseUrl,
    present(last),
    () => send(token),
    (client) => client.query(present(first)),
  );
  expect(status).toBe(200);
  expect([await whoIs(gatehouse, browser), await whoIs(gatehouse, second)]).toEqual([null, null]);
});
