import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { logInWithSso } from '../kit/people.ts';
import { comeIn, connect, failure, goToProvider, sessionOf } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const host = new URL(issuer.url).host;
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: host });
const strict = await startInstallation({ PORTAL_HOSTS: '*.acme.internal' }, gatehouse);
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
const OWN = 'https://developers.acme.test/portal';
const CALLBACK = `${OWN}/sso-callback`;

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

beforeEach(async () => {
  issuer.behave({ person: { sub: 'ada', name: 'Ada Lovelace', email: 'ada@acme.test', email_verified: true } });
  await succeed(updatePortal(gatehouse, { publicUrl: OWN, ssoCallbacks: [] }, admin));
});

const start = async (query: Record<string, string>, startUrl = connection.startUrl) =>
  failure(await openBrowser().visit(`${startUrl}?${new URLSearchParams({ challenge, ...query })}`));

test('S10: the page for codes at a host of the portal needs no entry among the ssoCallbacks, to the letter', async () => {
  const { end, browser } = await comeIn(connection, { challenge, callback: CALLBACK, returnTo: '/portal/account#name' });
  expect([end.location?.href, sessionOf(browser)]).toEqual([
    expect.stringMatching(/^https:\/\/developers.acme.test\/portal\/sso-callback\?code=[\w-]{43}$/),
    '',
  ]);
  expect(await logInWithSso(gatehouse, param(end.location, 'code'), verifier)).toMatchObject({
    __typename: 'LogInWithSsoSuccess',
    returnTo: '/portal/account#name',
  });
  for (const callback of [
    `${OWN}/account`,
    `${CALLBACK}/`,
    `${CALLBACK}?x`,
    'https://developers.acme.test/sso-callback',
    'http://developers.acme.test/portal/sso-callback',
    `${gatehouse.url}/p/demo/sso-callback`,
  ])
    expect([callback, await start({ callback })]).toEqual([callback, 'MISCONFIGURED']);
  // It has to be named, so that clients that leave out their only registered one get what they got.
  expect(await start({})).toBe('MISCONFIGURED');
  const client = 'https://client.acme.test/in';
  await succeed(updatePortal(gatehouse, { ssoCallbacks: [client] }, admin));
  for (const [named, callback] of [
    [{}, client],
    [{ callback: client }, client],
    [{ callback: CALLBACK }, CALLBACK],
  ] as const)
    expect((await comeIn(connection, { challenge, ...named })).end.location?.href.startsWith(`${callback}?code=`)).toBe(true);
});

test('S10: a portal that moves meanwhile gets no code at its old host', async () => {
  const way = await goToProvider(connection, { challenge, callback: CALLBACK });
  await succeed(updatePortal(gatehouse, { publicUrl: 'https://moved.test' }, admin));
  expect(failure(await way.browser.visit(way.callback))).toBe('MISCONFIGURED');
  expect(await start({ callback: CALLBACK })).toBe('MISCONFIGURED');
});

test('S10: a portal that does not have the host of its URL registers its callbacks, as before', async () => {
  await gatehouse.sql("UPDATE portals SET own_host = NULL WHERE slug = 'demo'");
  expect(await start({ callback: CALLBACK })).toBe('MISCONFIGURED');
  await gatehouse.sql("UPDATE portals SET own_host = 'elsewhere.test' WHERE slug = 'demo'");
  expect(await start({ callback: CALLBACK })).toBe('MISCONFIGURED');
  await succeed(updatePortal(gatehouse, { publicUrl: `${gatehouse.url}/client` }, admin));
  expect(await start({ callback: `${gatehouse.url}/client/sso-callback` })).toBe('MISCONFIGURED');
  await succeed(updatePortal(gatehouse, { publicUrl: null }, admin));
  expect(await start({ callback: `${gatehouse.url}/p/demo/sso-callback` })).toBe('MISCONFIGURED');
});

test('S10: a portal whose host the operator no longer allows gets no code there, and a log-in ends at its pages at PUBLIC_URL', async () => {
  const startUrl = connection.startUrl.replace(gatehouse.url, strict.url);
  expect(await start({ callback: CALLBACK })).toBeNull();
  expect(await start({ callback: CALLBACK }, startUrl)).toBe('MISCONFIGURED');
  await succeed(updatePortal(gatehouse, { catalogUrl: `${OWN}/catalog` }, admin));
  const { end, browser } = await comeIn({ ...connection, startUrl });
  expect(end.location?.href).toBe(`${strict.url}/p/demo/catalog`);
  expect(sessionOf(browser)).not.toBe('');
});

test('S10: where the installation has https, no code goes over http', async () => {
  const secure = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test', SSO_ALLOWED_PRIVATE_HOSTS: host });
  const owner = await openDemoPortal(secure);
  await succeed(createPortal(secure, 'acme', owner, { publicUrl: 'http://acme.test' }));
  const { startUrl } = await connect(secure, issuer, { portal: 'acme' });
  expect(await start({ callback: 'http://acme.test/sso-callback' }, startUrl)).toBe('MISCONFIGURED');
  await succeed(updatePortal(secure, { publicUrl: 'https://acme.test' }, owner, 'acme'));
  expect(await start({ callback: 'https://acme.test/sso-callback' }, startUrl)).toBeNull();
});
