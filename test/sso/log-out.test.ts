import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { loggedInPerson, logOut, whoAmI } from '../kit/people.ts';
import { comeIn, connect, sessionOf, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

const person = (sub: string) => ({ sub, name: 'Ada Lovelace', email: `${sub}@out.test`, email_verified: true });

async function cameIn(sub: string) {
  issuer.behave({ person: person(sub) });
  return (await comeIn(connection)).browser;
}

const sendLogoutToken = async (token: string, to = connection) =>
  await fetch(`${gatehouse.url}/sso/${to.portal}/${to.id}/back-channel-logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }),
  });

test('logging out after SSO tells where to log out at the provider, with the ID token as a hint', async () => {
  const browser = await cameIn('leaves');
  const answer = await succeed(logOut(gatehouse, { cookie: sessionOf(browser) }), 'providerLogOutUrl');
  const url = new URL(answer.providerLogOutUrl);
  expect(`${url.origin}${url.pathname}`).toBe(`${issuer.url}/end-session`);
  expect(issuer.secrets).toContain(url.searchParams.get('id_token_hint'));
  expect(url.searchParams.get('client_id')).toBe(issuer.clientId);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${gatehouse.url}/p/demo/log-in`);
  expect(await whoIs(gatehouse, browser)).toBeNull();
});

test('L2: an ID token above 8 kB is not kept, and the log-out at the provider does without', async () => {
  issuer.behave({ person: { ...person('large'), groups: Array.from({ length: 2_000 }, (_, n) => `group-${n}`) } });
  const { browser } = await comeIn(connection);
  const kept =
    'SELECT octet_length(sealed_id_token) AS bytes FROM sessions s JOIN sso_identities i ON i.id = identity_id WHERE subject = $1';
  expect(await gatehouse.sql(kept, ['large'])).toEqual([{ bytes: null }]);
  const answer = await succeed(logOut(gatehouse, { cookie: sessionOf(browser) }), 'providerLogOutUrl');
  const { searchParams } = new URL(answer.providerLogOutUrl);
  expect([searchParams.get('client_id'), searchParams.has('id_token_hint')]).toEqual([issuer.clientId, false]);
  expect(await whoIs(gatehouse, browser)).toBeNull();
});

test('there is no such place after a log-in with a password, or without a session', async () => {
  const { token } = await loggedInPerson(gatehouse, 'password@out.test', admin);
  expect((await succeed(logOut(gatehouse, { token }))).providerLogOutUrl).toBeNull();
  expect((await succeed(logOut(gatehouse, {}))).providerLogOutUrl).toBeNull();
});

test('there is none either where the provider has none, or is down: the session here still ends', async () => {
  for (const behaviour of [{ discovery: { end_session_endpoint: undefined } }, { trouble: { discovery: 'down' } }] as const) {
    const provider = await startIssuer();
    const elsewhere = await connect(gatehouse, provider);
    provider.behave({ person: person(`stays-${elsewhere.id}`) });
    const { browser } = await comeIn(elsewhere);
    provider.behave(behaviour);
    // What is known of a provider is kept for an hour.
    const fresh = await startInstallation({}, gatehouse);
    const answer = await succeed(logOut(fresh, { cookie: sessionOf(browser) }));
    expect([answer.__typename, answer.providerLogOutUrl]).toEqual(['LogOutSuccess', null]);
    expect(await whoIs(gatehouse, browser)).toBeNull();
  }
});

test('a connection that leads to another provider by now sends nobody there, and shows it no token', async () => {
  const [before, after] = [await startIssuer(), await startIssuer()];
  const moved = await connect(gatehouse, before);
  before.behave({ person: person('moved') });
  const { browser } = await comeIn(moved);
  await updateConnection(gatehouse, moved.id, { issuer: after.url }, admin);
  expect(await whoIs(gatehouse, browser)).toBe('moved@out.test');
  expect((await sendLogoutToken(await after.logoutToken({ sub: undefined, sid: 'sid-of-moved' }), moved)).status).toBe(200);
  expect(await whoIs(gatehouse, browser)).toBe('moved@out.test');
  expect((await succeed(logOut(gatehouse, { cookie: sessionOf(browser) }))).providerLogOutUrl).toBeNull();
});

test('a session that a password opened is not the provider’s to end', async () => {
  const { token } = await loggedInPerson(gatehouse, 'own@out.test', admin);
  issuer.behave({ person: person('own') });
  expect((await sendLogoutToken(await issuer.logoutToken())).status).toBe(200);
  expect(await whoAmI(gatehouse, { token })).not.toBeNull();
});

test('an address of no connection is refused the same way, and nothing but POST is answered', async () => {
  const token = await issuer.logoutToken();
  expect((await sendLogoutToken(token, { ...connection, portal: 'second' })).status).toBe(400);
  expect((await sendLogoutToken(token, { ...connection, id: 'none' })).status).toBe(400);
  expect((await fetch(`${gatehouse.url}/sso/demo/${connection.id}/back-channel-logout`)).status).toBe(404);
});
