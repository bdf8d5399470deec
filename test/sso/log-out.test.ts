import { beforeEach, expect, test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { createPortal, loggedInPerson, logOut, openDemoPortal } from '../kit/people.ts';
import { comeIn, connect, sessionOf, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const connection = await connect(gatehouse, issuer);
const second = await connect(gatehouse, issuer, { portal: 'second' });

beforeEach(() => issuer.behave());

const person = (sub: string) => ({ sub, name: 'Ada Lovelace', email: `${sub}@out.test`, email_verified: true });

async function cameIn(sub: string, at = connection, more: object = {}) {
  issuer.behave({ person: person(sub), ...more });
  return (await comeIn(at)).browser;
}

const sendLogoutToken = async (token: string, to = connection, headers = {}) =>
  await fetch(`${gatehouse.url}/sso/${to.portal}/${to.id}/back-channel-logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ logout_token: token }),
  });

test('logging out after SSO tells where to log out at the provider, with the ID token as a hint', async () => {
  const browser = await cameIn('leaves');
  const answer = await logOut(gatehouse, { cookie: sessionOf(browser) });
  const url = new URL(answer.providerLogOutUrl ?? '');
  expect(`${url.origin}${url.pathname}`).toBe(`${issuer.url}/end-session`);
  expect(issuer.secrets).toContain(url.searchParams.get('id_token_hint'));
  expect(url.searchParams.get('client_id')).toBe(issuer.clientId);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${gatehouse.url}/p/demo/log-in`);
  expect(await whoIs(gatehouse, browser)).toBeNull();
});

test('there is no such place after a log-in with a password, without a session, or where the provider has none or is down', async () => {
  const { token } = await loggedInPerson(gatehouse, 'password@out.test', admin);
  expect((await logOut(gatehouse, { token })).providerLogOutUrl).toBeNull();
  expect((await logOut(gatehouse, {})).providerLogOutUrl).toBeNull();
});

test('a provider ends the one session that its token names by sid', async () => {
  const mine = await cameIn('sid', connection, { idToken: { sid: 'laptop' } });
  const other = await cameIn('sid', connection, { idToken: { sid: 'phone' } });
  const response = await sendLogoutToken(await issuer.logoutToken({ sub: undefined, sid: 'laptop' }));
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(await whoIs(gatehouse, mine)).toBeNull();
  expect(await whoIs(gatehouse, other)).toBe('sid@out.test');
});

test('a provider ends all sessions of a person, at the portal of the connection and nowhere else', async () => {
  const browsers = [await cameIn('gone'), await cameIn('gone')];
  const elsewhere = await cameIn('gone', second);
  const somebody = await cameIn('stays');
  issuer.behave({ person: person('gone') });
  expect((await sendLogoutToken(await issuer.logoutToken())).status).toBe(200);
  for (const browser of browsers) expect(await whoIs(gatehouse, browser)).toBeNull();
  expect(await whoIs(gatehouse, elsewhere, 'second')).toBe('gone@out.test');
  expect(await whoIs(gatehouse, somebody)).toBe('stays@out.test');
});

test('a session that a password opened is not the provider’s to end', async () => {
  const { token } = await loggedInPerson(gatehouse, 'own@out.test', admin);
  issuer.behave({ person: person('own') });
  expect((await sendLogoutToken(await issuer.logoutToken())).status).toBe(200);
  expect(
    (await gatehouse.graphql<{ me: object | null }>('{ me(portal: "demo") { id } }', {}, { token })).data.me,
  ).not.toBeNull();
});

test('a token that is sent again ends no session that was opened after it was made', async () => {
  issuer.behave({ person: person('again') });
  const token = await issuer.logoutToken({ iat: Math.floor(Date.now() / 1_000) - 60 });
  const browser = await cameIn('again');
  expect((await sendLogoutToken(token)).status).toBe(200);
  expect(await whoIs(gatehouse, browser)).toBe('again@out.test');
});

const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };
const now = () => Math.floor(Date.now() / 1_000);

test.each<[string, () => Promise<string>]>([
  ['a nonce, as an ID token has', () => issuer.logoutToken({ nonce: 'n' })],
  ['no event', () => issuer.logoutToken({ events: undefined })],
  ['another event', () => issuer.logoutToken({ events: { other: {} } })],
  ['neither sub nor sid', () => issuer.logoutToken({ sub: undefined })],
  ['another audience', () => issuer.logoutToken({ aud: 'somebody' })],
  ['another issuer', () => issuer.logoutToken({ iss: 'https://idp.test' })],
  ['an end that is past', () => issuer.logoutToken({ exp: now() - 300 })],
  ['no end', () => issuer.logoutToken({ exp: undefined })],
  ['a beginning long ago', () => issuer.logoutToken({ iat: now() - 3_600, events: event })],
  ['no id', () => issuer.logoutToken({ jti: undefined })],
  ['a foreign key', () => issuer.logoutToken({}, 'key outside the key set')],
  ['no signature', () => issuer.logoutToken({}, 'alg none')],
  ['a changed payload', () => issuer.logoutToken({}, 'payload changed under an old signature')],
  ['nothing of a token', async () => 'not.a.token'],
  ['nothing at all', async () => ''],
])('a logout token with %s is refused, and ends nothing', async (_, makeToken) => {
  const browser = await cameIn('refused');
  const response = await sendLogoutToken(await makeToken());
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: 'invalid_request' });
  expect(await whoIs(gatehouse, browser)).toBe('refused@out.test');
});

test('an address of no connection is refused the same way, and nothing but POST is answered', async () => {
  const token = await issuer.logoutToken();
  expect((await sendLogoutToken(token, { ...connection, portal: 'second' })).status).toBe(400);
  expect((await sendLogoutToken(token, { ...connection, id: 'none' })).status).toBe(400);
  expect((await fetch(`${gatehouse.url}/sso/demo/${connection.id}/back-channel-logout`)).status).toBe(200);
});
