import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { changePassword, revokeOtherSessions, undoEmailChange } from '../kit/own-account.ts';
import { developerId, logInWithSso, mailedToken, requestPasswordReset, resetPassword, whoAmI } from '../kit/people.ts';
import { comeIn, connect, failure, sessionOf, whoIs } from '../kit/sso.ts';

const CLIENT = 'https://client.other.test';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { origins: [CLIENT] }, admin);
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

const newVerifier = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** Comes in at a client of another origin. @returns the code that it gets */
async function codeFor(verifier: string, email: string): Promise<string> {
  issuer.behave({ person: { sub: email, name: 'Ada Lovelace', email, email_verified: true } });
  const { end, browser } = await comeIn(connection, { returnTo: `${CLIENT}/docs?page=2`, challenge: challengeOf(verifier) });
  expect(end.location?.origin).toBe(CLIENT);
  expect(end.location?.searchParams.get('page')).toBe('2');
  expect(sessionOf(browser)).toBe('');
  return end.location?.searchParams.get('code') ?? '';
}

test('a client of another origin gets a code, and exchanges it once for a session of its own', async () => {
  const verifier = newVerifier();
  const code = await codeFor(verifier, 'once@code.test');
  expect(code).toMatch(/^[\w-]{43}$/);
  const answers = await Promise.all(Array.from({ length: 10 }, () => logInWithSso(gatehouse, code, verifier)));
  const [success, ...more] = answers.filter(({ __typename }) => __typename === 'LogInWithSsoSuccess');
  expect(more).toEqual([]);
  expect(answers.filter(({ __typename }) => __typename === 'InvalidToken')).toHaveLength(9);
  expect(success).toMatchObject({ developer: { email: 'once@code.test' }, portal: { slug: 'demo' } });
  expect(await whoAmI(gatehouse, { token: success?.token ?? '' })).toBe('once@code.test');
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

test('who is revoked before the exchange gets no session', async () => {
  const verifier = newVerifier();
  const code = await codeFor(verifier, 'revoked@code.test');
  await decide(gatehouse, 'revoke', [await developerId(gatehouse, 'revoked@code.test')], admin);
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'NotApproved', status: 'REVOKED' });
});

test('a connection that is switched off before the exchange opens no session', async () => {
  const verifier = newVerifier();
  const code = await codeFor(verifier, 'off@code.test');
  await gatehouse.sql('UPDATE sso_connections SET enabled = false WHERE id = $1', [connection.id]);
  const answer = await logInWithSso(gatehouse, code, verifier);
  await gatehouse.sql('UPDATE sso_connections SET enabled = true WHERE id = $1', [connection.id]);
  expect(answer).toMatchObject({ __typename: 'InvalidToken' });
});

test('by cookie the exchange puts a new session in the place of the old one', async () => {
  const verifier = newVerifier();
  const first = await logInWithSso(gatehouse, await codeFor(verifier, 'cookie@code.test'), verifier);
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

test('who has to wait gets no code but the page that says so', async () => {
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
  await gatehouse.sql('UPDATE sso_connections SET enabled = true WHERE id = $1', [connection.id]);
  const code = await codeFor(verifier, email);
  await resetPassword(gatehouse, await mailedToken(gatehouse, email), 'nine green kites landed');
  expect(await logInWithSso(gatehouse, code, verifier)).toMatchObject({ __typename: 'InvalidToken' });
});

test('R12: a code that is out ends when the person chooses another password', async () => {
  const [verifier, email] = [newVerifier(), 'changes@code.test'];
  issuer.behave({ person: { sub: email, name: 'Ada Lovelace', email, email_verified: true } });
  const { browser } = await comeIn(connection);
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
  const code = end.location?.searchParams.get('code') ?? '';
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
