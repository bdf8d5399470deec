import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { changePassword, revokeOtherSessions, undoEmailChange } from '../kit/own-account.ts';
import { registration } from '../kit/own-registration.ts';
import { developerId, logInWithSso, mailedToken, requestPasswordReset, resetPassword, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const CLIENT = 'https://client.other.test';
const CALLBACK = `${CLIENT}/sso/callback?from=gatehouse`;

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { origins: [CLIENT], ssoCallbacks: [CALLBACK] }, admin);
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

const newVerifier = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** Comes in at a client of another origin. @returns the code that it gets */
async function codeFor(verifier: string, email: string): Promise<string> {
  issuer.behave({ person: { sub: email, name: 'Ada Lovelace', email, email_verified: true } });
  const { end, browser } = await comeIn(connection, { returnTo: `${CLIENT}/docs?page=2`, challenge: challengeOf(verifier) });
  const code = present(end.location?.href.split(`${CALLBACK}&code=`)[1]);
  expect([end.location?.href, sessionOf(browser)]).toEqual([expect.stringMatching(/&code=[\w-]{43}$/), '']);
  return code;
}

test('a client of another origin gets a code, and exchanges it once for a session of its own', async () => {
  const verifier = newVerifier();
  const code = await codeFor(verifier, 'once@code.test');
  expect(code).toMatch(/^[\w-]{43}$/);
  const answers = await Promise.all(Array.from({ length: 10 }, () => logInWithSso(gatehouse, code, verifier)));
  const [success, ...more] = answers.filter((answer) => answer.__typename === 'LogInWithSsoSuccess');
  expect(more).toEqual([]);
  expect(answers.filter(({ __typename }) => __typename === 'InvalidToken')).toHaveLength(9);
  expect(success).toMatchObject({
    developer: { email: 'once@code.test' },
    portal: { slug: 'demo' },
    returnTo: `${CLIENT}/docs?page=2`,
  });
  expect(await whoAmI(gatehouse, { token: present(success?.token) })).toBe('once@code.test');
});

test('a code is nothing without the verifier, and a wrong one spends it', async () => {
  const verifier = newVerifier();
  const code = await codeFor(verifier, 'spent@code.test');
  expect(await logInWithSso(gatehouse, code, newVerifier())).toEqual({
    __typename: 'InvalidToken',
    message: 'This log-in is no longer valid. Log in with SSO again.',
  });
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'InvalidToken' });
  expect(await logInWithSso(gatehouse, 'A'.repeat(43), verifier)).toMatchObject({ __typename: 'InvalidToken' });
  const long = await logInWithSso(gatehouse, code, 'v'.repeat(129));
  expect(long).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['verifier'] }] });
});

test('a code is good for 60 seconds', async () => {
  const expire = (email: string, seconds: number) =>
    gatehouse.sql(
      `UPDATE sso_grants SET expires_at = expires_at - $1 * interval '1 second'
       WHERE identity_id IN (SELECT id FROM sso_identities WHERE subject = $2)`,
      [seconds, email],
    );
  const verifier = newVerifier();
  const early = await codeFor(verifier, 'early@code.test');
  await expire('early@code.test', 57);
  expect(await logInWithSso(gatehouse, early, verifier)).toMatchObject({ __typename: 'LogInWithSsoSuccess' });
  const late = await codeFor(verifier, 'late@code.test');
  await expire('late@code.test', 60);
  expect(await logInWithSso(gatehouse, late, verifier)).toMatchObject({ __typename: 'InvalidToken' });
});

test('R58: an exchange that is cut off before its session is there leaves the code as it was', async () => {
  const [verifier, email] = [newVerifier(), 'cut@code.test'];
  const code = await codeFor(verifier, email);
  const held = `SELECT FROM developers WHERE id = '${await developerId(gatehouse, email)}' FOR UPDATE`;
  const cut =
    'SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))';
  const exchange = () => logInWithSso(gatehouse, code, verifier).catch(String);
  expect(await whileHeld(gatehouse.databaseUrl, held, exchange, (client) => client.query(cut))).toContain(
    'The mutation answered',
  );
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'LogInWithSsoSuccess' });
});

test('a person who is revoked before the exchange gets no session', async () => {
  const verifier = newVerifier();
  const code = await codeFor(verifier, 'revoked@code.test');
  await decide(gatehouse, 'revoke', [await developerId(gatehouse, 'revoked@code.test')], admin);
  const { status, statusToken } = await refusal(logInWithSso(gatehouse, code, verifier), 'NotApproved');
  expect(status).toBe('REVOKED');
  expect(await registration(gatehouse, statusToken)).toMatchObject({ status: 'REVOKED' });
});

test('a connection that is switched off before the exchange opens no session', async () => {
  const verifier = newVerifier();
  const code = await codeFor(verifier, 'off@code.test');
  await gatehouse.sql('UPDATE sso_connections SET enabled = false WHERE id = $1', [connection.id]);
  const answer = await logInWithSso(gatehouse, code, verifier);
  await gatehouse.sql('UPDATE sso_connections SET enabled = true WHERE id = $1', [connection.id]);
  expect(answer).toMatchObject({ __typename: 'InvalidToken' });
});

test('with a cookie, the exchange replaces the old session with a new one', async () => {
  const verifier = newVerifier();
  const first = await succeed(logInWithSso(gatehouse, await codeFor(verifier, 'cookie@code.test'), verifier), 'token');
  const cookie = `gatehouse-demo=${first.token}`;
  const code = await codeFor(verifier, 'cookie@code.test');
  const answer = await logInWithSso(gatehouse, code, verifier, { session: 'COOKIE' }, { cookie });
  expect(answer).toMatchObject({ __typename: 'LogInWithSsoSuccess', token: null });
  expect(await whoAmI(gatehouse, { cookie })).toBeNull();
});

test('a page on our own origin gets a cookie, whatever challenge it gave; a client that gave none gets one, too', async () => {
  issuer.behave({ person: { sub: 'own', name: 'Own Page', email: 'own@code.test', email_verified: true } });
  const own = await comeIn(connection, { returnTo: '/p/demo/account', challenge: challengeOf(newVerifier()) });
  expect(own.end.location?.href).toBe(`${gatehouse.url}/p/demo/account`);
  expect(await whoIs(gatehouse, own.browser)).toBe('own@code.test');
  const foreign = await comeIn(connection, { returnTo: `${CLIENT}/docs` });
  expect(foreign.end.location?.href).toBe(`${CLIENT}/docs`);
  expect(await whoIs(gatehouse, foreign.browser)).toBe('own@code.test');
});

test('a person who has to wait gets no code, but the page that says so', async () => {
  await gatehouse.sql("UPDATE sso_connections SET approval = 'RULES' WHERE id = $1", [connection.id]);
  issuer.behave({ person: { sub: 'waits', name: 'Waits', email: 'waits@code.test', email_verified: true } });
  const { end } = await comeIn(connection, { returnTo: `${CLIENT}/docs`, challenge: challengeOf(newVerifier()) });
  await gatehouse.sql("UPDATE sso_connections SET approval = 'TRUST' WHERE id = $1", [connection.id]);
  expect(failure(end)).toBe('PENDING');
  expect(
    await gatehouse.sql('SELECT 1 FROM sso_grants g JOIN sso_identities i ON i.id = g.identity_id WHERE i.subject = $1', [
      'waits',
    ]),
  ).toEqual([]);
});

test('R12: a code that is out ends with a password reset', async () => {
  const [verifier, email] = [newVerifier(), 'reset@code.test'];
  await codeFor(newVerifier(), email);
  // With a way in by SSO, a reset link goes to nobody without a password.
  await gatehouse.sql('UPDATE sso_connections SET enabled = false WHERE id = $1', [connection.id]);
  await requestPasswordReset(gatehouse, email);
  await gatehouse.drain();
  await gatehouse.sql('UPDATE sso_connections SET enabled = true WHERE id = $1', [connection.id]);
  const code = await codeFor(verifier, email);
  await resetPassword(gatehouse, await mailedToken(gatehouse, email), 'nine green kites landed');
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'InvalidToken' });
});

test('R12: a code that is out ends when the person chooses another password', async () => {
  const [verifier, email] = [newVerifier(), 'changes@code.test'];
  issuer.behave({ person: { sub: email, name: 'Ada Lovelace', email, email_verified: true } });
  const { browser } = await comeIn(connection, { prove: '1' });
  const code = await codeFor(verifier, email);
  const changed = await changePassword(gatehouse, { cookie: sessionOf(browser) }, { newPassword: 'nine green kites landed' });
  expect(changed).toMatchObject({ __typename: 'ChangePasswordSuccess' });
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'InvalidToken' });
});

test('a code that is out ends when a change of address is undone', async () => {
  const [verifier, email, sub] = [newVerifier(), 'taken@code.test', 'before@code.test'];
  await codeFor(newVerifier(), sub);
  issuer.behave({ person: { sub, name: 'Ada Lovelace', email, email_verified: true } });
  const { end } = await comeIn(connection, { returnTo: `${CLIENT}/docs`, challenge: challengeOf(verifier) });
  await undoEmailChange(gatehouse, await mailedToken(gatehouse, sub));
  const code = param(end.location, 'code');
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'InvalidToken' });
});

test('a code that is out ends with all other sessions', async () => {
  const [verifier, email] = [newVerifier(), 'others@code.test'];
  issuer.behave({ person: { sub: email, name: 'Ada Lovelace', email, email_verified: true } });
  const { browser } = await comeIn(connection);
  const code = await codeFor(verifier, email);
  await revokeOtherSessions(gatehouse, { cookie: sessionOf(browser) });
  expect(await whoIs(gatehouse, browser)).toBe(email);
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'InvalidToken' });
});

test('S10: a code goes to a callback address that admins registered, to the letter, and to nothing else', async () => {
  const other = 'https://app.other.test/in';
  await updatePortal(gatehouse, { ssoCallbacks: [CALLBACK, other] }, admin);
  issuer.behave({ person: { sub: 'exact', name: 'Ada', email: 'exact@code.test', email_verified: true } });
  const challenge = challengeOf(newVerifier());
  const start = async (query: Record<string, string>) =>
    await openBrowser().visit(`${connection.startUrl}?${new URLSearchParams(query)}`);
  const asked = issuer.asked.length;
  for (const callback of [
    `${CLIENT}/sso/callback`,
    `${CLIENT}/sso/callback?from=gatehouse&to=https://evil.test`,
    `${CLIENT}/sso/callback/?from=gatehouse`,
    `${CLIENT}/sso/callback?from=gatehouse#x`,
    `${CLIENT}/sso/../sso/callbacks?from=gatehouse`,
    `${CLIENT}/out?to=https://evil.test`,
    'https://evil.test',
    '/sso/callback',
    '',
  ]) {
    const query = { returnTo: `${CLIENT}/docs`, challenge, callback };
    expect([callback, failure(await start(query))]).toEqual([callback, 'MISCONFIGURED']);
  }
  // Which of several, and for whom, has to be said.
  expect(failure(await start({ returnTo: `${CLIENT}/docs`, challenge }))).toBe('MISCONFIGURED');
  expect(failure(await start({ returnTo: `${CLIENT}/docs`, callback: other }))).toBe('MISCONFIGURED');
  expect(failure(await start({ returnTo: `${CLIENT}/docs`, callback: other, challenge: 'short' }))).toBe('MISCONFIGURED');
  expect(issuer.asked.length).toBe(asked);
  const { end } = await comeIn(connection, { returnTo: `${CLIENT}/out?to=https://evil.test`, challenge, callback: other });
  expect(end.location?.href).toMatch(/^https:\/\/app\.other\.test\/in\?code=[\w-]{43}$/);
  await updatePortal(gatehouse, { ssoCallbacks: [CALLBACK] }, admin);
});

test('S10: a callback address that is struck off meanwhile gets no code, and the person is not registered', async () => {
  issuer.behave({ person: { sub: 'struck', name: 'Ada', email: 'struck@code.test', email_verified: true } });
  const way = await goToProvider(connection, { returnTo: `${CLIENT}/docs`, challenge: challengeOf(newVerifier()) });
  await updatePortal(gatehouse, { ssoCallbacks: [] }, admin);
  expect(failure(await way.browser.visit(way.callback))).toBe('MISCONFIGURED');
  expect(failure(await openBrowser().visit(`${connection.startUrl}?challenge=${challengeOf(newVerifier())}`))).toBe(
    'MISCONFIGURED',
  );
  await updatePortal(gatehouse, { ssoCallbacks: [CALLBACK] }, admin);
  expect(await gatehouse.sql("SELECT 1 FROM developers WHERE email = 'struck@code.test'")).toEqual([]);
});

test('S10: a return target outside the portal is dropped', async () => {
  for (const [returnTo, told] of [
    ['/docs?page=2', '/docs?page=2'],
    ['https://evil.test/', null],
    [undefined, null],
  ] as const) {
    issuer.behave({ person: { sub: 'told', name: 'Ada', email: 'told@code.test', email_verified: true } });
    const verifier = newVerifier();
    await gatehouse.sql("UPDATE portals SET custom_public_url = $1 WHERE slug = 'demo'", [CLIENT]);
    const { end } = await comeIn(connection, { ...(returnTo && { returnTo }), challenge: challengeOf(verifier) });
    await gatehouse.sql("UPDATE portals SET custom_public_url = NULL WHERE slug = 'demo'");
    const answer = await logInWithSso(gatehouse, param(end.location, 'code'), verifier);
    expect([returnTo, answer]).toMatchObject([returnTo, { __typename: 'LogInWithSsoSuccess', returnTo: told }]);
  }
});

test('S10: the callback addresses of a portal are exact and safe, and only its admins see them', async () => {
  const update = (ssoCallbacks: string[]) => updatePortal(gatehouse, { ssoCallbacks }, admin);
  for (const bad of [
    'http://client.test/in',
    'https://client.test/in#x',
    'https://user@client.test/in',
    'https://client.test/in?code=1',
    'javascript:alert(1)',
    '/in',
    'http://localhost.evil.test/in',
  ]) {
    expect([bad, await update([CALLBACK, bad])]).toMatchObject([
      bad,
      { __typename: 'InvalidInput', issues: [{ path: ['ssoCallbacks', '1'] }] },
    ]);
  }
  expect(await update(Array.from({ length: 21 }, (_, n) => `https://client.test/${n}`))).toMatchObject({
    __typename: 'InvalidInput',
  });
  expect(await update([CALLBACK, 'http://localhost:3000/in'])).toMatchObject({ __typename: 'UpdatePortalSuccess' });
  const see = async (token?: string) => {
    const query = '{ portal(slug: "demo") { settings { ssoCallbacks } } }';
    const { data } = await gatehouse.graphql<{ portal: { settings: { ssoCallbacks: string[] } | null } | null }>(
      query,
      {},
      token ? { token } : {},
    );
    return data.portal?.settings?.ssoCallbacks;
  };
  expect(await see(admin)).toEqual([CALLBACK, 'http://localhost:3000/in']);
  expect(await see()).toBeUndefined();
  await update([CALLBACK]);
});
