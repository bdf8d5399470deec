import { beforeEach, expect, test } from 'vitest';
import { MySsoIdentitiesDocument } from '../generated/operations.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { testConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmEmailChange, requestEmailChange, startSsoLink, undoEmailChange } from '../kit/own-account.ts';
import { lastMailTo, loggedInPerson, mailedToken, requestPasswordReset, resetPassword } from '../kit/people.ts';
import { comeIn, connect, failure, goToProvider, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const [issuer, third] = [await startIssuer(), await startIssuer()];
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

/** A browser in which somebody is logged in by a password. */
async function loggedInBrowser(email: string) {
  const { token } = await loggedInPerson(gatehouse, email, admin);
  const browser = openBrowser();
  browser.cookies.push({ name: 'gatehouse-demo', value: token, host: 'localhost', path: '/' });
  return { browser, options: { cookie: `gatehouse-demo=${token}` } };
}

const identities = async (cookie: string) =>
  (await gatehouse.graphql(MySsoIdentitiesDocument, { portal: 'demo' }, { cookie })).data.me?.ssoIdentities ?? [];

const ticketIn = (url: string) => ({ link: param(new URL(url), 'link') });

/** Goes the whole way of a link. */
async function link(email: string, sub: string) {
  const { browser, options } = await loggedInBrowser(email);
  issuer.behave({ person: { sub, name: 'At Work', email: `${sub}@work.test`, email_verified: true } });
  const { url } = await succeed(startSsoLink(gatehouse, options, connection.id));
  const way = await goToProvider(connection, ticketIn(url), browser);
  return { end: await browser.visit(way.callback), browser, options, url };
}

test('S10: a link or a trial sends no code anywhere, whatever its address asks for', async () => {
  await updatePortal(gatehouse, { ssoCallbacks: ['https://client.test/in'] }, admin);
  const { browser, options } = await loggedInBrowser('codeless@link.test');
  issuer.behave({ person: { sub: 'codeless', name: 'At Work', email: 'codeless@work.test', email_verified: true } });
  const { url } = await succeed(startSsoLink(gatehouse, options, connection.id));
  const client = { challenge: 'c'.repeat(43), callback: 'https://client.test/in', returnTo: 'https://client.test/' };
  const way = await goToProvider(connection, { ...ticketIn(url), ...client }, browser);
  expect((await browser.visit(way.callback)).location?.href).toBe(`${gatehouse.url}/p/demo/account`);
  const { trialUrl, trial } = await succeed(testConnection(gatehouse, connection.id, admin));
  const ticket = param(new URL(trialUrl), 'trial');
  const { end } = await comeIn(connection, { trial: ticket, ...client });
  expect(end.location?.href).toBe(`${gatehouse.url}/admin/sso-trial?id=${trial?.id}`);
  expect(await gatehouse.sql('SELECT 1 FROM sso_grants')).toEqual([]);
});

test('R41: a person who proves the account here by password and logs in at the provider links both, and is told by mail', async () => {
  const { end, options } = await link('links@link.test', 'links');
  expect(end.location?.href).toBe(`${gatehouse.url}/p/demo/account`);
  expect(await identities(options.cookie)).toMatchObject([{ subject: 'links' }]);
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, 'links@link.test').subject).toMatch(/Another way to log in/);
  const { browser } = await comeIn(connection);
  expect(await whoIs(gatehouse, browser)).toBe('links@link.test');
});

test('R41: without the password nothing begins', async () => {
  const { options } = await loggedInBrowser('without@link.test');
  expect(await startSsoLink(gatehouse, options, connection.id, null)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await startSsoLink(gatehouse, options, connection.id, 'not the password')).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  expect(await startSsoLink(gatehouse, {}, connection.id)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await startSsoLink(gatehouse, options, 'no connection')).toMatchObject({ __typename: 'NotFound' });
});

test('a client with a bearer token is told at once that its way would end nowhere', async () => {
  const { token } = await loggedInPerson(gatehouse, 'bearer@link.test', admin);
  expect(await startSsoLink(gatehouse, { token }, connection.id)).toEqual({
    __typename: 'NotAllowed',
    message: 'To link an account, the browser needs a session cookie. Log in there with `session: COOKIE` first.',
  });
});

test('R41: the start address works once, and only in the browser of the person who asked for it', async () => {
  const { options } = await loggedInBrowser('asks@link.test');
  const other = await loggedInBrowser('victim@link.test');
  const { url } = await succeed(startSsoLink(gatehouse, options, connection.id));
  expect(failure(await other.browser.visit(url))).toBe('EXPIRED');
  expect(failure(await openBrowser().visit(url))).toBe('EXPIRED');
  const { browser, url: used } = await link('used@link.test', 'used');
  expect(failure(await browser.visit(used))).toBe('EXPIRED');
});

test('R41: an account is not linked if another person is logged in by the time the provider answers', async () => {
  const { browser, options } = await loggedInBrowser('left@link.test');
  const other = await loggedInBrowser('came@link.test');
  issuer.behave({ person: { sub: 'switch', name: 'Switch', email: 'switch@work.test', email_verified: true } });
  const { url } = await succeed(startSsoLink(gatehouse, options, connection.id));
  const way = await goToProvider(connection, ticketIn(url), browser);
  browser.cookies = [...browser.cookies.filter(({ name }) => name !== 'gatehouse-demo'), ...other.browser.cookies];
  expect(failure(await browser.visit(way.callback))).toBe('EXPIRED');
  expect(await gatehouse.sql("SELECT 1 FROM sso_identities WHERE subject = 'switch'")).toEqual([]);
});

test('R12: a password reset ends a link that is under way', async () => {
  const { browser, options } = await loggedInBrowser('reset@link.test');
  issuer.behave({ person: { sub: 'late', name: 'Late', email: 'late@work.test', email_verified: true } });
  const { url } = await succeed(startSsoLink(gatehouse, options, connection.id));
  const way = await goToProvider(connection, ticketIn(url), browser);
  await requestPasswordReset(gatehouse, 'reset@link.test');
  await resetPassword(gatehouse, await mailedToken(gatehouse, 'reset@link.test'), 'nine green kites landed');
  expect(failure(await browser.visit(way.callback))).toBe('EXPIRED');
});

test('an account at the provider that is linked already is refused', async () => {
  await link('first@link.test', 'shared');
  const { end, options } = await link('second@link.test', 'shared');
  expect(failure(end)).toBe('LINKED_ELSEWHERE');
  expect(await identities(options.cookie)).toEqual([]);
});

test('undoing a change of address parts what was linked since it, and leaves what was long before', async () => {
  const { browser, options } = await link('moves@link.test', 'before-the-move');
  await gatehouse.sql("UPDATE sso_identities SET created_at = now() - interval '4 days' WHERE subject = 'before-the-move'");
  await requestEmailChange(gatehouse, options, 'moved@link.test');
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'moved@link.test'));
  const undo = await mailedToken(gatehouse, 'moves@link.test');
  const connectionOfThird = await connect(gatehouse, third);
  third.behave({ person: { sub: 'after-the-move', name: 'Eve', email: 'eve@work.test', email_verified: true } });
  const { url } = await succeed(startSsoLink(gatehouse, options, connectionOfThird.id));
  await browser.visit((await goToProvider(connectionOfThird, ticketIn(url), browser)).callback);
  expect(await whoIs(gatehouse, (await comeIn(connectionOfThird)).browser)).toBe('moved@link.test');

  expect(await undoEmailChange(gatehouse, undo)).toMatchObject({ email: 'moves@link.test' });
  expect(await whoIs(gatehouse, (await comeIn(connectionOfThird)).browser)).toBe('eve@work.test');
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe('moves@link.test');
});
