import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword, confirmEmailChange, deleteAccount, requestEmailChange } from '../kit/own-account.ts';
import {
  findToken,
  lastMailTo,
  logIn,
  logInWithSso,
  mailedToken,
  NEW_PASSWORD,
  requestPasswordReset,
  whoAmI,
} from '../kit/people.ts';
import { comeIn, connect, failure, sessionOf } from '../kit/sso.ts';
import { param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { ssoCallbacks: ['https://client.test/in'] }, admin);
const connection = await connect(gatehouse, issuer, { label: 'Test ID' });

beforeEach(() => issuer.behave());

/** Somebody who logged in at the provider anew to come in, so many minutes ago. */
async function cameIn(email: string, minutesAgo = 0) {
  issuer.behave({ person: { sub: email, name: 'Ada Lovelace', email, email_verified: true } });
  const { browser } = await comeIn(connection, { prove: '1' });
  await gatehouse.sql(
    `UPDATE sessions SET sso_proved_at = sso_proved_at - $1 * interval '1 minute' WHERE developer_id = (SELECT id FROM developers WHERE email = $2)`,
    [minutesAgo, email],
  );
  return { cookie: sessionOf(browser) };
}

const AGAIN = { __typename: 'InvalidCredentials', message: 'Log in with SSO again, then repeat this within 10 minutes.' };

test('L9: a fresh log-in with SSO in the last 10 minutes stands for the password of a person who has none', async () => {
  const address = await cameIn('address@recent.test', 9);
  expect(await requestEmailChange(gatehouse, address, 'new@recent.test', { password: null })).toMatchObject({
    __typename: 'RequestEmailChangeSuccess',
  });
  const first = await cameIn('first@recent.test', 9);
  const created = await changePassword(gatehouse, first, { currentPassword: null, newPassword: NEW_PASSWORD });
  expect(created).toMatchObject({ __typename: 'ChangePasswordSuccess' });
  expect(await logIn(gatehouse, 'first@recent.test', NEW_PASSWORD)).toMatchObject({ __typename: 'LogInSuccess' });
  const leaves = await cameIn('leaves@recent.test', 9);
  expect(await deleteAccount(gatehouse, leaves, { password: null })).toMatchObject({ __typename: 'DeleteAccountSuccess' });
});

test('L9: a log-in that the provider gave without asking stands for no password', async () => {
  issuer.behave({ person: { sub: 'silent', name: 'Ada', email: 'silent@recent.test', email_verified: true } });
  const { browser, toProvider } = await comeIn(connection);
  expect([toProvider.searchParams.has('prompt'), toProvider.searchParams.has('max_age')]).toEqual([false, false]);
  const silent = { cookie: sessionOf(browser) };
  expect(await deleteAccount(gatehouse, silent, { password: null })).toMatchObject(AGAIN);
  const again = await comeIn(connection, { prove: '1' }, browser);
  expect(again.toProvider.searchParams.get('prompt')).toBe('login');
  expect(again.toProvider.searchParams.get('max_age')).toBe('0');
  // Who has the browser may strike that out of the address: what the provider says then is no proof.
  const hourAgo = Math.floor(Date.now() / 1_000) - 3_600;
  for (const auth_time of [undefined, hourAgo, String(hourAgo + 3_600), hourAgo + 3_000]) {
    issuer.behave({ ...issuer.behaviour, idToken: { auth_time } });
    const { end } = await comeIn(connection, { prove: '1' });
    expect([auth_time, failure(end)]).toEqual([auth_time, 'INVALID_ANSWER']);
  }
  const proved = { cookie: sessionOf(again.browser) };
  expect(await deleteAccount(gatehouse, proved, { password: null })).toMatchObject({ __typename: 'DeleteAccountSuccess' });
});

test('L9: a client with a bearer token proves it by the code that it exchanges', async () => {
  issuer.behave({ person: { sub: 'token', name: 'Ada', email: 'token@recent.test', email_verified: true } });
  const logInBy = async (more: Record<string, string>) => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const { end } = await comeIn(connection, { challenge, ...more });
    const { token } = await succeed(logInWithSso(gatehouse, param(end.location, 'code'), verifier), 'token');
    return { token: String(token) };
  };
  expect(await deleteAccount(gatehouse, await logInBy({}), { password: null })).toMatchObject(AGAIN);
  expect(await deleteAccount(gatehouse, await logInBy({ prove: '1' }), { password: null })).toMatchObject({
    __typename: 'DeleteAccountSuccess',
  });
});

test('a person without a password is not told to choose another one after a change of address', async () => {
  await requestEmailChange(gatehouse, await cameIn('left@recent.test'), 'moved@recent.test', { password: null });
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'moved@recent.test'));
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, 'left@recent.test');
  expect(findToken(mail)).not.toBeNull();
  expect(mail.text).not.toMatch(/password/i);
});

test('an older one does not, and nothing changes', async () => {
  const old = await cameIn('old@recent.test', 11);
  expect(await requestEmailChange(gatehouse, old, 'newer@recent.test', { password: null })).toMatchObject(AGAIN);
  expect(await requestEmailChange(gatehouse, old, 'newer@recent.test', { password: 'anything at all' })).toMatchObject(AGAIN);
  expect(await changePassword(gatehouse, old, { currentPassword: null, newPassword: NEW_PASSWORD })).toMatchObject(AGAIN);
  expect(await deleteAccount(gatehouse, old, { password: null })).toMatchObject(AGAIN);
  expect(await whoAmI(gatehouse, old)).toBe('old@recent.test');
});

test('a person with a password is asked for it, however recently they logged in with SSO', async () => {
  const { cookie } = await cameIn('both@recent.test');
  await changePassword(gatehouse, { cookie }, { currentPassword: null, newPassword: NEW_PASSWORD });
  const again = await cameIn('both@recent.test');
  expect(await deleteAccount(gatehouse, again, { password: null })).toMatchObject({
    __typename: 'InvalidCredentials',
    message: 'The password is wrong.',
  });
  expect(await deleteAccount(gatehouse, again, { password: NEW_PASSWORD })).toMatchObject({
    __typename: 'DeleteAccountSuccess',
  });
});

test('"Forgot password" tells a person who logs in only with SSO to do that, and grants nothing', async () => {
  await cameIn('forgot@recent.test');
  await requestPasswordReset(gatehouse, 'forgot@recent.test');
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, 'forgot@recent.test');
  expect(mail.text).toContain('Log in with Test ID');
  expect(findToken(mail)).toBeNull();
});

test('"Forgot password" helps a person whose connection has been switched off', async () => {
  await cameIn('stranded@recent.test');
  await gatehouse.sql('UPDATE sso_connections SET enabled = false WHERE id = $1', [connection.id]);
  await requestPasswordReset(gatehouse, 'stranded@recent.test');
  await gatehouse.drain();
  await gatehouse.sql('UPDATE sso_connections SET enabled = true WHERE id = $1', [connection.id]);
  const mail = lastMailTo(gatehouse, 'stranded@recent.test');
  expect(mail.subject).toMatch(/^Create your password/);
  expect(findToken(mail)).not.toBeNull();
});

test('R4: a log-in with a password is refused the same way for a person who has none', async () => {
  await cameIn('none@recent.test');
  expect(await logIn(gatehouse, 'none@recent.test', 'some password or other')).toMatchObject({
    __typename: 'InvalidCredentials',
    message: 'The email address or the password is wrong.',
  });
});
