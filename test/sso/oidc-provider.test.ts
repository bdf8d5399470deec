import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { testConnection, tryOut, updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { ACCOUNTS, prepareOidcProvider } from '../kit/oidc-provider.ts';
import { logOut } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { connect, failure, sessionOf, whoIs } from '../kit/sso.ts';
import { openBrowser, type Page, param, type WebBrowser } from '../kit/web-browser.ts';

const provider = await prepareOidcProvider();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(provider.issuer).host });
const admin = await openDemoPortal(gatehouse);
const elsewhere = await startInstallation({}, gatehouse);
const connection = await connect(gatehouse, { ...provider, url: provider.issuer });
const catalog = `${gatehouse.url}/p/demo/catalog`;
await provider.start({
  client_secret: provider.clientSecret,
  redirect_uris: [`${gatehouse.url}/sso/callback`],
  post_logout_redirect_uris: [`${gatehouse.url}/p/demo/log-in`],
  backchannel_logout_uri: connection.startUrl.replace('start', 'back-channel-logout'),
  backchannel_logout_session_required: true,
});

const isAtGatehouse = ({ origin, pathname }: URL) => origin === gatehouse.url && pathname === '/sso/callback';

/** Chooses an account at the provider, and comes back. */
async function logIn(browser: WebBrowser, account: string): Promise<Page> {
  const page = await browser.follow(connection.startUrl, isAtGatehouse);
  expect(page.text).toContain('Who are you?');
  const chosen = await browser.visit(page.url, { method: 'POST', body: new URLSearchParams({ account }) });
  const { location } = await browser.follow(present(chosen.location), isAtGatehouse);
  return await browser.visit(present(location));
}

const logOutHere = async (browser: WebBrowser) =>
  (await succeed(logOut(gatehouse, { cookie: sessionOf(browser) }))).providerLogOutUrl;

/** Says yes on the provider's page that asks whether to log out there. */
async function confirmLogOut(browser: WebBrowser, url: string): Promise<Page> {
  const page = await browser.visit(url);
  const xsrf = present(page.text.match(/name="xsrf" value="([^"]+)"/)?.[1]);
  const action = present(page.text.match(/action="([^"]+)"/)?.[1]);
  return await browser.visit(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
}

test('a provider as they are in the world tells whether it accepts a secret', async () => {
  const check = async () => {
    const { checks } = await succeed(testConnection(gatehouse, connection.id, admin));
    return checks.find(({ name }) => name === 'client');
  };
  expect(await check()).toMatchObject({ ok: true, message: 'The provider accepts the client id and its secret.' });
  await tryOut(gatehouse, connection.id);
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
  const change = async (clientSecret: string) =>
    (await updateConnection(gatehouse, connection.id, { clientSecret }, admin)).__typename;
  expect([await change('wrong'), await change(provider.clientSecret)]).toEqual(['InvalidInput', 'UpdateSsoConnectionSuccess']);
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
});

test('two people log in by a real provider, each as themselves', async () => {
  const [grace, alan] = [openBrowser(), openBrowser()];
  expect((await logIn(grace, 'grace')).location?.href).toBe(catalog);
  expect((await logIn(alan, 'alan')).location?.href).toBe(catalog);
  expect([await whoIs(gatehouse, grace), await whoIs(gatehouse, alan)]).toEqual([ACCOUNTS.grace.email, ACCOUNTS.alan.email]);
  expect(await gatehouse.sql('SELECT subject, full_name, groups FROM sso_identities ORDER BY subject')).toEqual([
    { subject: 'alan', full_name: 'Alan Turing', groups: [] },
    { subject: 'grace', full_name: 'Grace Hopper', groups: ['makers', 'admirals'] },
  ]);
  // Who is logged in there already is not asked again.
  const { location } = await grace.follow(connection.startUrl, isAtGatehouse);
  expect((await grace.visit(present(location))).location?.href).toBe(catalog);
});

test('a person who refuses at the provider is told so', async () => {
  const browser = openBrowser();
  expect(failure(await logIn(browser, ''))).toBe('REFUSED');
  expect(await whoIs(gatehouse, browser)).toBeNull();
});

test('R36: a code that was used is refused by the provider, too', async () => {
  const browser = openBrowser();
  const page = await browser.follow(connection.startUrl, isAtGatehouse);
  const chosen = await browser.visit(page.url, { method: 'POST', body: new URLSearchParams({ account: 'grace' }) });
  const { location } = await browser.follow(present(chosen.location), isAtGatehouse);
  expect((await browser.visit(present(location))).location?.href).toBe(catalog);
  const again = await browser.follow(connection.startUrl, isAtGatehouse);
  const replayed = new URL(present(again.location));
  replayed.searchParams.set('code', param(location, 'code'));
  expect(failure(await browser.visit(replayed))).toBe('REFUSED');
});

test('logging out here leads to the log-out there, and from there back to the log-in', async () => {
  const browser = openBrowser();
  await logIn(browser, 'alan');
  const url = await logOutHere(browser);
  expect(url).toMatch(new RegExp(`^${provider.issuer}/session/end\\?`));
  expect(await whoIs(gatehouse, browser)).toBeNull();
  const end = await confirmLogOut(browser, present(url));
  expect(end.location?.href).toBe(`${gatehouse.url}/p/demo/log-in`);
  // The provider asks again who it is.
  expect((await browser.follow(connection.startUrl, isAtGatehouse)).text).toContain('Who are you?');
});

test('a person who logs out at the provider is logged out here', async () => {
  const [desktop, phone, other] = [openBrowser(), openBrowser(), openBrowser()];
  await logIn(desktop, 'grace');
  await logIn(phone, 'grace');
  await logIn(other, 'alan');
  await confirmLogOut(desktop, `${provider.issuer}/session/end`);
  expect(await whoIs(gatehouse, desktop)).toBeNull();
  expect([await whoIs(gatehouse, phone), await whoIs(gatehouse, other)]).toEqual([ACCOUNTS.grace.email, ACCOUNTS.alan.email]);
});

test('an admin learns of a wrong secret, a wrong client id and an unknown redirect address before anybody logs in', async () => {
  /** What the checks of a connection do not like, by their names. */
  const faults = async ({ id }: { id: string }, site = gatehouse) => {
    const { checks } = await succeed(testConnection(site, id, admin));
    return Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, message }) => [name, message]));
  };
  const url = provider.issuer;
  expect(await faults(connection)).toEqual({});
  expect(await faults(await connect(gatehouse, { ...provider, url, clientSecret: 'wrong' }))).toEqual({
    client: 'The provider refuses the client id or the client secret.',
  });
  const wrongId = await faults(await connect(gatehouse, { ...provider, url, clientId: 'nobody' }));
  expect(Object.keys(wrongId)).toEqual(['client', 'redirectUri']);
  // The same connection, of a server at another address.
  expect(await faults(connection, elsewhere)).toEqual({
    redirectUri: expect.stringContaining(`Register this redirect URI there: ${elsewhere.url}/sso/callback`),
  });
});
