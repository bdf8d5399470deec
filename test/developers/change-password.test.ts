import { expect, test } from 'vitest';
import { createPortal, decide, openDemoPortal } from '../kit/admins.ts';
import { sessionCookie } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword, deleteAccount, requestEmailChange } from '../kit/own-account.ts';
import {
  approvedPerson,
  bearer,
  loggedInPerson,
  logIn,
  logInCookie,
  mailedToken,
  mailsTo,
  NEW_PASSWORD,
  PASSWORD,
  requestPasswordReset,
  resetPassword,
  setPassword,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const notices = (email: string) => mailsTo(gatehouse, email).filter(({ subject }) => subject.includes('was changed'));

test('R20: a wrong current password, or none, is refused, and nothing changes', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'wrong@change.test', admin);
  for (const currentPassword of [' ', 'not my password at all', `${PASSWORD} `, PASSWORD.toUpperCase()]) {
    const answer = await changePassword(gatehouse, { token }, { currentPassword, newPassword: NEW_PASSWORD });
    expect(answer).toMatchObject({ __typename: 'InvalidCredentials', message: 'The password is wrong.' });
  }
  const missing = `mutation { changePassword(input: { portal: "demo", newPassword: "${NEW_PASSWORD}" }) { __typename } }`;
  expect((await gatehouse.graphql(missing, {}, { token })).data).toEqual({
    changePassword: { __typename: 'InvalidCredentials' },
  });

  await gatehouse.drain();
  expect(notices(email)).toEqual([]);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await logIn(gatehouse, email, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
});

test('R20: replaces the password, ends the other sessions, and gives the one that asked a new id, by token', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'bearer@change.test', admin);
  const other = await bearer(gatehouse, email);
  const answer = await succeed(changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }), 'token');
  expect(answer).toMatchObject({ __typename: 'ChangePasswordSuccess', developer: { email } });
  expect(answer.token).toMatch(/^[\w-]{43}$/);
  expect(answer.token).not.toBe(token);

  expect(await whoAmI(gatehouse, { token })).toBeNull();
  expect(await whoAmI(gatehouse, { token: other })).toBeNull();
  expect(await whoAmI(gatehouse, { token: answer.token })).toBe(email);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await logIn(gatehouse, email, NEW_PASSWORD)).toMatchObject({ __typename: 'LogInSuccess' });
  await gatehouse.drain();
  expect(notices(email).map(({ subject }) => subject)).toEqual(['Your password for demo portal was changed']);
});

test('R20, R22: a session that is held by a cookie goes on by another cookie, and no token stands in the answer', async () => {
  const { email } = await approvedPerson(gatehouse, 'cookie@change.test', admin);
  const cookie = await logInCookie(gatehouse, email);
  expect(await whoAmI(gatehouse, { cookie })).toBe(email);

  const CHANGE =
    'mutation($input: ChangePasswordInput!) { changePassword(input: $input) { ... on ChangePasswordSuccess { token } } }';
  const input = { portal: 'demo', currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
  const { data, headers } = await gatehouse.graphql(CHANGE, { input }, { cookie });
  expect(data).toEqual({ changePassword: { token: null } });
  expect(await whoAmI(gatehouse, { cookie })).toBeNull();
  expect(await whoAmI(gatehouse, { cookie: sessionCookie(headers) })).toBe(email);
});

test('a session grows no older by it: the end it had stays', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'age@change.test', admin);
  const [before] = await gatehouse.sql<{ expires_at: Date }>(
    'SELECT s.expires_at FROM sessions s JOIN developers d ON d.id = developer_id WHERE email = $1',
    [email],
  );
  const { expiresAt } = await succeed(changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }));
  expect(expiresAt).toBe(before?.expires_at.toISOString());
});

test('R12: ends every link that is out', async () => {
  const { email, token, verificationToken, passwordToken } = await loggedInPerson(gatehouse, 'links@change.test', admin);
  await requestPasswordReset(gatehouse, email);
  const reset = await mailedToken(gatehouse, email);
  await changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD });
  const dead = { __typename: 'InvalidToken' };
  expect(await resetPassword(gatehouse, reset, 'yet another long phrase')).toMatchObject(dead);
  expect(await verifyEmail(gatehouse, verificationToken)).toMatchObject(dead);
  expect(await setPassword(gatehouse, passwordToken, 'yet another long phrase')).toMatchObject(dead);
});

test('R18: a weak password is named by its field, and nothing changes', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'weak@change.test', admin);
  for (const newPassword of ['short', 'passwordpassword', 'demo-portal-2026!', 'x'.repeat(257)]) {
    expect(await changePassword(gatehouse, { token }, { newPassword })).toMatchObject({ issues: [{ path: ['newPassword'] }] });
  }
  expect(await whoAmI(gatehouse, { token })).toBe(email);
});

test('R21: a stolen session is no place to guess the password: ten wrong ones, and its 15 minutes are over', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'guessed@change.test', admin);
  const wrong = { currentPassword: 'not my password at all', newPassword: NEW_PASSWORD };
  const names = [];
  for (let i = 0; i < 11; i++) names.push((await changePassword(gatehouse, { token }, wrong)).__typename);
  expect(names).toEqual([...Array(9).fill('InvalidCredentials'), 'TooManyAttempts', 'TooManyAttempts']);
  const blocked = { __typename: 'TooManyAttempts' };
  expect(await changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD })).toMatchObject(blocked);
  expect(await deleteAccount(gatehouse, { token })).toMatchObject(blocked);
  expect(await requestEmailChange(gatehouse, { token }, 'elsewhere@change.test')).toMatchObject(blocked);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
});

test('R33: strangers, and sessions of another portal or of an admin, may not', async () => {
  await createPortal(gatehouse, 'other', admin);
  const { email, token } = await loggedInPerson(gatehouse, 'portal@change.test', admin);
  const input = { newPassword: NEW_PASSWORD };
  const denied = { __typename: 'NotAllowed' };
  expect(await changePassword(gatehouse, {}, input)).toMatchObject(denied);
  expect(await changePassword(gatehouse, { token: admin }, input)).toMatchObject(denied);
  expect(await changePassword(gatehouse, { token }, { ...input, portal: 'other' })).toMatchObject(denied);
  expect(await changePassword(gatehouse, { token }, { ...input, portal: 'nowhere' })).toMatchObject(denied);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
});

test('R9: when several sessions change the password at once, one succeeds, and only its session is left', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'race@change.test', admin);
  const tokens = [token, await bearer(gatehouse, email), await bearer(gatehouse, email)];
  const passwords = tokens.map((_, i) => `${NEW_PASSWORD} number ${i}`);
  const answers = await Promise.all(
    passwords.map((newPassword, i) => changePassword(gatehouse, { token: tokens[i] }, { newPassword })),
  );
  const won = answers.findIndex(({ __typename }) => __typename === 'ChangePasswordSuccess');
  const winners = answers.filter((answer) => answer.__typename === 'ChangePasswordSuccess');
  expect(winners).toHaveLength(1);
  const logIns = await Promise.all(passwords.map((password) => logIn(gatehouse, email, password)));
  expect(logIns.map(({ __typename }) => __typename === 'LogInSuccess')).toEqual(passwords.map((_, i) => i === won));
  expect(await whoAmI(gatehouse, { token: present(winners[0]?.token) })).toBe(email);
});

test('R24: a developer who is revoked at the same moment has no session left, in either order', async () => {
  const { id, token } = await loggedInPerson(gatehouse, 'revoked@change.test', admin);
  const [answer] = await Promise.all([
    changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }),
    decide(gatehouse, 'revoke', [id], admin),
  ]);
  expect(['ChangePasswordSuccess', 'NotAllowed']).toContain(answer.__typename);
  expect(await whoAmI(gatehouse, { token: 'token' in answer ? present(answer.token) : token })).toBeNull();
  expect(await gatehouse.sql('SELECT 1 FROM sessions WHERE developer_id = $1', [id])).toEqual([]);
});

test('R67: no line of the log holds a session, an address or a password', () => {
  expect(gatehouse.logs.filter((line) => /@|[\w-]{43}|jumped|kites/.test(line))).toEqual([]);
});
