import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { logInWithSso } from '../kit/people.ts';
import { comeIn, connect, failure, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { param } from '../kit/web-browser.ts';

const CLIENT = 'https://client.other.test';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
await updatePortal(gatehouse, { origins: [CLIENT], ssoCallbacks: [`${CLIENT}/in`] }, await openDemoPortal(gatehouse));
const connection = await connect(gatehouse, issuer);

const now = () => Math.floor(Date.now() / 1_000);
const ada = 'ada@people.test';
const sid = 'sid-of-ada-at-idp';

beforeEach(async () => {
  issuer.behave();
  await comeIn(connection);
});

/** The provider says that a session is over. @param claims in place of what names ada */
async function logOutThere(claims: object = {}): Promise<void> {
  const body = new URLSearchParams({ logout_token: await issuer.logoutToken({ ...claims }) });
  const url = `${gatehouse.url}/sso/${connection.portal}/${connection.id}/back-channel-logout`;
  expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
}

/** Sessions that the database holds. */
const sessions = async () => (await gatehouse.sql('SELECT 1 FROM sessions WHERE identity_id IS NOT NULL')).length;

/** Holds what the statement that opens a session needs, and logs out there while it waits. */
const logOutWhileItOpens = <Result>(act: () => Promise<Result>) =>
  whileHeld(gatehouse.databaseUrl, 'SELECT FROM sso_identities FOR UPDATE', act, () => logOutThere());

test.each([
  ['its subject', {}],
  ['its session', { sub: undefined, sid }],
  ['that session of that subject', { sid }],
])('a person who is logged out at the provider, by %s, while the code is exchanged gets no session', async (_, claims) => {
  issuer.behave({ meanwhile: { token: () => logOutThere(claims) } });
  const { end, browser } = await comeIn(connection);
  expect([failure(end), sessionOf(browser)]).toEqual(['EXPIRED', '']);
  issuer.behave();
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe(ada);
});

test.each([
  ['another subject', { sub: 'somebody-else' }],
  ['another session', { sub: undefined, sid: 'another' }],
  ['another session of the same subject', { sid: 'another' }],
])('a log-out of %s at that moment does not affect the person who logs in', async (_, claims) => {
  issuer.behave({ meanwhile: { token: () => logOutThere(claims) } });
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe(ada);
});

test('a person who is logged out on the way back, before we hear of it, gets no session', async () => {
  const { browser, callback } = await goToProvider(connection);
  await logOutThere();
  expect([failure(await browser.visit(callback)), sessionOf(browser)]).toEqual(['EXPIRED', '']);
});

test('a person who logged in at the provider after the log-out gets in, and one who did before it does not', async () => {
  for (const [authTime, reason] of [
    [now() - 3, null],
    [now() - 10, 'EXPIRED'],
    [now() - 3_600, 'EXPIRED'],
    [Number.MAX_VALUE, 'EXPIRED'],
  ] as const) {
    issuer.behave({ idToken: { auth_time: authTime } });
    const { browser, callback } = await goToProvider(connection);
    await logOutThere({ iat: now() - 5 });
    expect([authTime, failure(await browser.visit(callback))]).toEqual([authTime, reason]);
  }
});

test('a person who is logged out at the moment when the session opens has no session', async () => {
  const { browser, callback } = await goToProvider(connection);
  const end = await logOutWhileItOpens(() => browser.visit(callback));
  expect([failure(end), sessionOf(browser), await sessions()]).toEqual(['EXPIRED', '', 0]);
});

test('a code whose person is logged out at the moment of the exchange is refused', async () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  for (const logOutAt of ['exchange', 'code']) {
    const { browser, callback } = await goToProvider(connection, { returnTo: `${CLIENT}/docs`, challenge });
    if (logOutAt === 'code') issuer.behave({ meanwhile: { token: () => logOutThere() } });
    const { location } = await browser.visit(callback);
    const logIn = () => logInWithSso(gatehouse, param(location, 'code'), verifier);
    const answer = await (logOutAt === 'exchange' ? logOutWhileItOpens(logIn) : logIn());
    expect([logOutAt, answer.__typename, await sessions()]).toEqual([logOutAt, 'InvalidToken', 0]);
  }
});

test('a token that is sent again keeps out nobody who began after it', async () => {
  const claims = { iat: now() - 120 };
  const { browser, callback } = await goToProvider(connection);
  await logOutThere(claims);
  expect(failure(await browser.visit(callback))).toBeNull();
});
