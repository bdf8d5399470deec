import { beforeEach, expect, test } from 'vitest';
import { addAdmin, adminConfirmSso, adminLogOut, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { mailedToken } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { adminSessionOf, comeIn, connect, connectAdmins, failure, goToProvider, whichAdmin, whoIs } from '../kit/sso.ts';
import type { WebBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const second = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
await openDemoPortal(gatehouse);
const company = await connectAdmins(gatehouse, issuer);
const demo = await connect(gatehouse, issuer);
const elsewhere = await connect(gatehouse, second, { label: 'Another provider' });
const EMAIL = 'ada@people.test';
await addAdmin(gatehouse, EMAIL, 'VIEWER', 'demo');
await comeIn(company);
await succeed(adminConfirmSso(gatehouse, await mailedToken(gatehouse, EMAIL)));

let admin: WebBrowser;
let developer: WebBrowser;

beforeEach(async () => {
  issuer.behave();
  second.behave();
  ({ browser: admin } = await comeIn(company));
  ({ browser: developer } = await comeIn(demo));
});

async function send(path: string, token: string): Promise<number> {
  const body = new URLSearchParams({ logout_token: token });
  return (await fetch(`${gatehouse.url}${path}/back-channel-logout`, { method: 'POST', body })).status;
}

const OF_ADMINS = `/admin/sso/${company.id}`;
const here = async () => [await whichAdmin(gatehouse, admin), await whoIs(gatehouse, developer)];

test('a log-out at the provider ends the sessions of the admin', async () => {
  expect(await send(OF_ADMINS, await issuer.logoutToken())).toBe(200);
  expect(await whichAdmin(gatehouse, admin)).toBeNull();
});

test('R144: a log-out token of another issuer or client ends no session of an admin, and none of a developer', async () => {
  expect(await send(OF_ADMINS, await second.logoutToken())).toBe(400);
  expect(await send(OF_ADMINS, await issuer.logoutToken({ aud: 'another-client' }))).toBe(400);
  // A connection of a portal takes the tokens of its own provider, and they reach no further.
  expect(await send(`/sso/demo/${elsewhere.id}`, await second.logoutToken())).toBe(200);
  expect(await send(`/sso/demo/${elsewhere.id}`, await issuer.logoutToken())).toBe(400);
  expect(await here()).toEqual([EMAIL, EMAIL]);
});

test('R144: a log-out token of another person or another session ends nothing', async () => {
  expect(await send(OF_ADMINS, await issuer.logoutToken({ sub: 'somebody-else' }))).toBe(200);
  expect(await send(OF_ADMINS, await issuer.logoutToken({ sid: 'another-session' }))).toBe(200);
  expect(await here()).toEqual([EMAIL, EMAIL]);
});

test('R144: the addresses of a portal and of admins do not stand in for each other', async () => {
  expect(await send(`/sso/demo/${company.id}`, await issuer.logoutToken())).toBe(400);
  expect(await send(`/admin/sso/${demo.id}`, await issuer.logoutToken())).toBe(400);
  expect(await here()).toEqual([EMAIL, EMAIL]);
});

test('one client for both realms is logged out in both, because a provider has one address for it', async () => {
  expect(await send(`/sso/demo/${demo.id}`, await issuer.logoutToken())).toBe(200);
  expect(await here()).toEqual([null, null]);
});

test('a log-out that arrives during a log-in ends that log-in', async () => {
  const { browser, callback } = await goToProvider(company);
  issuer.behave({ meanwhile: { token: async () => send(OF_ADMINS, await issuer.logoutToken()) } });
  expect(failure(await browser.visit(callback))).toBe('EXPIRED');
  expect(adminSessionOf(browser)).toBe('');
});

test('logging out names where to log out at the provider, with the ID token', async () => {
  const cookie = adminSessionOf(admin);
  const { providerLogOutUrl, ended } = await succeed(adminLogOut(gatehouse, { cookie }));
  const url = new URL(present(providerLogOutUrl));
  expect([ended, url.origin]).toEqual([1, new URL(issuer.url).origin]);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${gatehouse.url}/admin/log-in`);
  expect(url.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(await whichAdmin(gatehouse, admin)).toBeNull();
});
