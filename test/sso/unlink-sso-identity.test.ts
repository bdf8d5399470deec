import { beforeEach, expect, test } from 'vitest';
import { MySsoIdentitiesDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { startSsoLink, unlinkSsoIdentity } from '../kit/own-account.ts';
import { confirmSso, loggedInPerson, mailedToken } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const [issuer, another] = [await startIssuer(), await startIssuer()];
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

test('unlinking takes the password, ends the sessions of that account, and lets it in no more', async () => {
  const { options } = await link('parts@link.test', 'parts');
  const { browser } = await comeIn(connection);
  const { id } = present((await identities(options.cookie))[0]);
  expect(await unlinkSsoIdentity(gatehouse, options, id, 'not the password')).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  expect(await unlinkSsoIdentity(gatehouse, options, 'no identity')).toMatchObject({ __typename: 'NotFound' });
  expect(await unlinkSsoIdentity(gatehouse, options, id)).toMatchObject({ __typename: 'UnlinkSsoIdentitySuccess', id });
  expect(await whoIs(gatehouse, browser)).toBeNull();
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).not.toBe('parts@link.test');
});

test('R34: nobody unlinks the account of another one', async () => {
  const { options } = await link('owner@link.test', 'owned');
  const identity = present((await identities(options.cookie))[0]);
  const stranger = await loggedInBrowser('stranger@link.test');
  expect(await unlinkSsoIdentity(gatehouse, stranger.options, identity.id)).toMatchObject({ __typename: 'NotFound' });
  expect(await identities(options.cookie)).toHaveLength(1);
});

test('the last way in stays', async () => {
  issuer.behave({ person: { sub: 'only', name: 'Only Sso', email: 'only@link.test', email_verified: true } });
  const { browser } = await comeIn(connection, { prove: '1' });
  const cookie = sessionOf(browser);
  const identity = present((await identities(cookie))[0]);
  expect(await unlinkSsoIdentity(gatehouse, { cookie }, identity.id, null)).toMatchObject({
    __typename: 'NotAllowed',
  });
  expect(await identities(cookie)).toHaveLength(1);
});

test('the mailed link of an account that was unlinked links it no more', async () => {
  const { options } = await loggedInBrowser('regrets@link.test');
  issuer.behave({ person: { sub: 'regrets', name: 'Regrets', email: 'regrets@link.test', email_verified: true } });
  await comeIn(connection);
  const token = await mailedToken(gatehouse, 'regrets@link.test');
  expect(await confirmSso(gatehouse, token)).toMatchObject({ __typename: 'ConfirmSsoSuccess' });
  const identity = present((await identities(options.cookie))[0]);
  expect(await unlinkSsoIdentity(gatehouse, options, identity.id)).toMatchObject({
    __typename: 'UnlinkSsoIdentitySuccess',
  });
  expect(await confirmSso(gatehouse, token)).toMatchObject({ __typename: 'InvalidToken' });
  expect(await identities(options.cookie)).toEqual([]);
});

test('an account at a provider that lets nobody in is no way in that is left', async () => {
  const gone = await connect(gatehouse, another);
  const person = { name: 'Two Ways', email: 'two-ways@link.test', email_verified: true };
  issuer.behave({ person: { sub: 'two-ways', ...person } });
  const { browser } = await comeIn(connection, { prove: '1' });
  const cookie = sessionOf(browser);
  another.behave({ person: { sub: 'two-ways', ...person } });
  const { url } = await succeed(startSsoLink(gatehouse, { cookie }, gone.id, null));
  const way = await goToProvider(gone, ticketIn(url), browser);
  expect((await browser.visit(way.callback)).location?.pathname).toBe('/p/demo/account');
  await gatehouse.sql('UPDATE sso_connections SET enabled = false WHERE id = $1', [gone.id]);
  const [first, second] = await identities(cookie);
  expect(await unlinkSsoIdentity(gatehouse, { cookie }, present(first?.id), null)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await unlinkSsoIdentity(gatehouse, { cookie }, present(second?.id), null)).toMatchObject({
    __typename: 'UnlinkSsoIdentitySuccess',
  });
});

test('a linked account has the label of its connection, and none after the connection has changed its issuer', async () => {
  const { options } = await link('label@link.test', 'label');
  const { sql } = gatehouse;
  const labels = async () => (await identities(options.cookie)).map(({ label }) => label);
  expect(await labels()).toEqual(['Test provider']);
  await sql('UPDATE sso_connections SET label = $1 WHERE id = $2', ['Staff ID', connection.id]);
  expect(await labels()).toEqual(['Staff ID']);
  await sql('UPDATE sso_connections SET issuer = $1 WHERE id = $2', ['https://other.test', connection.id]);
  expect(await labels()).toEqual([null]);
});
