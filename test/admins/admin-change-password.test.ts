import { expect, test } from 'vitest';
import {
  addAdmin,
  adminChangePassword,
  adminLogIn,
  adminRequestPasswordReset,
  adminResetPassword,
  adminSessions,
  openDemoPortal,
  whichAdminAmI,
} from '../kit/admins.ts';
import { sessionCookie } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  logIn,
  mailedToken,
  mailsTo,
  PASSWORD,
  requestPasswordReset,
  resetPassword,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
const owner = await openDemoPortal(gatehouse);
const OLD = ADMIN.password;
const NEW = 'nine green kites landed';

const as = (email: string, password = OLD) => adminLogIn(gatehouse, { email, password });
const stored = (email: string) =>
  gatehouse.sql(
    'SELECT a.password_hash, array_agg(s.hash ORDER BY s.id) FROM admins a JOIN admin_sessions s ON s.admin_id = a.id WHERE email = $1 GROUP BY a.id',
    [email],
  );

test('R20: with the right password other sessions die, the own one is rotated, and one notice is mailed', async () => {
  const first = await addAdmin(gatehouse, 'change@admins.test', 'VIEWER', null);
  const { token: second } = await succeed(as('change@admins.test'), 'token');
  const [before] = await adminSessions(gatehouse, { token: first });
  const answer = await succeed(adminChangePassword(gatehouse, OLD, NEW, { token: first }), 'token');
  expect(answer).toMatchObject({ __typename: 'AdminChangePasswordSuccess', token: expect.stringMatching(/^[\w-]{43}$/) });
  for (const server of [gatehouse, elsewhere]) {
    expect(await whichAdminAmI(server, { token: first })).toBeNull();
    expect(await whichAdminAmI(server, { token: second })).toBeNull();
    expect(await whichAdminAmI(server, { token: answer.token })).toBe('change@admins.test');
  }
  // Rotating it makes it no younger.
  expect(before && Date.parse(answer.expiresAt) - Date.parse(before.createdAt)).toBeLessThanOrEqual(12 * 3_600_000);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'change@admins.test').map(({ subject }) => subject)).toEqual([
    'Your admin password for Gatehouse was changed',
  ]);
  expect(await as('change@admins.test')).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await as('change@admins.test', NEW)).toMatchObject({ __typename: 'AdminLogInSuccess' });
});

test('R22: a session that is held as a cookie is handed over as a cookie, and not in the answer too', async () => {
  const token = await addAdmin(gatehouse, 'browser@admins.test', 'VIEWER', null);
  const { headers, data } = await gatehouse.graphql<{ adminChangePassword: object }>(
    `mutation($input: AdminChangePasswordInput!) {
      adminChangePassword(input: $input) { __typename ... on AdminChangePasswordSuccess { token admin { email } } } }`,
    { input: { currentPassword: OLD, newPassword: NEW } },
    { cookie: `gatehouse_admin=${token}` },
  );
  expect(data.adminChangePassword).toEqual({
    __typename: 'AdminChangePasswordSuccess',
    token: null,
    admin: { email: 'browser@admins.test' },
  });
  const cookie = sessionCookie(headers);
  expect(cookie).toMatch(/^gatehouse_admin=[\w-]{43}$/);
  expect(cookie).not.toContain(token);
  expect(await whichAdminAmI(gatehouse, { cookie })).toBe('browser@admins.test');
  expect(await whichAdminAmI(gatehouse, { cookie: `gatehouse_admin=${token}` })).toBeNull();
});

test('R20: without or with a wrong password nothing is changed', async () => {
  const token = await addAdmin(gatehouse, 'wrong@admins.test', 'VIEWER', null);
  const before = await stored('wrong@admins.test');
  for (const wrong of [' ', 'not the right password', OLD.toUpperCase(), `${OLD} `]) {
    expect(await adminChangePassword(gatehouse, wrong, NEW, { token })).toMatchObject({ __typename: 'InvalidCredentials' });
  }
  expect(await adminChangePassword(gatehouse, OLD, NEW, {})).toMatchObject({ __typename: 'NotAllowed' });
  expect(await adminChangePassword(gatehouse, OLD, NEW, { token: 'A'.repeat(43) })).toMatchObject({ __typename: 'NotAllowed' });
  await gatehouse.drain();
  expect(await stored('wrong@admins.test')).toEqual(before);
  expect(mailsTo(gatehouse, 'wrong@admins.test')).toEqual([]);
});

test('R21, S8: a wrong password counts for the session: a stolen one guesses no more than a stranger, and strangers keep nobody from it', async () => {
  const token = await addAdmin(gatehouse, 'guessed@admins.test', 'VIEWER', null);
  const guesses = Array.from({ length: 15 }, () => adminChangePassword(gatehouse, 'not the right password', NEW, { token }));
  const names = (await Promise.all(guesses)).map(({ __typename }) => __typename);
  expect(names.toSorted()).toEqual([...Array(9).fill('InvalidCredentials'), ...Array(6).fill('TooManyAttempts')]);
  expect(await adminChangePassword(gatehouse, OLD, NEW, { token })).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await whichAdminAmI(gatehouse, { token })).toBe('guessed@admins.test');
  const other = (await succeed(as('guessed@admins.test'), 'token')).token;
  for (let time = 0; time < 10; time++) await as('guessed@admins.test', 'not the right password');
  expect(await as('guessed@admins.test')).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await adminChangePassword(gatehouse, OLD, NEW, { token: other })).toMatchObject({
    __typename: 'AdminChangePasswordSuccess',
  });
});

test('R15, R18: a new password that is short or guessable is refused by the name of its field', async () => {
  const token = await addAdmin(gatehouse, 'weakness@admins.test', 'VIEWER', null);
  for (const weak of ['short', 'passwordpassword', 'weakness-admin-2026!', 'x'.repeat(257)]) {
    const answer = await adminChangePassword(gatehouse, OLD, weak, { token });
    expect(answer).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['newPassword'] }] });
  }
  expect(await whichAdminAmI(gatehouse, { token })).toBe('weakness@admins.test');
});

test('R12: ends the links of the admin', async () => {
  const token = await addAdmin(gatehouse, 'links@admins.test', 'VIEWER', null);
  await adminRequestPasswordReset(gatehouse, 'links@admins.test');
  const link = await mailedToken(gatehouse, 'links@admins.test');
  await adminChangePassword(gatehouse, OLD, NEW, { token });
  expect(await adminResetPassword(gatehouse, link, 'another wholly different phrase')).toMatchObject({
    __typename: 'InvalidToken',
  });
});

test('when several changes run at once, one succeeds, and only its password logs in', async () => {
  const first = await addAdmin(gatehouse, 'raced@admins.test', 'VIEWER', null);
  const { token: second } = await succeed(as('raced@admins.test'), 'token');
  const passwords = Array.from({ length: 8 }, (_, i) => `${NEW} number ${i}`);
  const answers = await Promise.all(
    passwords.map((password, i) => adminChangePassword(gatehouse, OLD, password, { token: i % 2 ? first : second })),
  );
  const won = answers.filter((answer) => answer.__typename === 'AdminChangePasswordSuccess');
  expect(won).toHaveLength(1);
  expect(await whichAdminAmI(gatehouse, { token: present(won[0]?.token) })).toBe('raced@admins.test');
  const logIns = await Promise.all(passwords.map((password) => as('raced@admins.test', password)));
  const letIn = logIns.map(({ __typename }) => __typename === 'AdminLogInSuccess');
  expect(letIn).toEqual(answers.map(({ __typename }) => __typename === 'AdminChangePasswordSuccess'));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'raced@admins.test')).toHaveLength(1);
});

test('R29: leaves the developer with the same address alone', async () => {
  const token = await addAdmin(gatehouse, 'both@admins.test', 'VIEWER', null);
  await approvedPerson(gatehouse, 'both@admins.test', owner);
  const session = await bearer(gatehouse, 'both@admins.test');
  await requestPasswordReset(gatehouse, 'both@admins.test');
  const link = await mailedToken(gatehouse, 'both@admins.test');
  expect(await adminChangePassword(gatehouse, PASSWORD, NEW, { token })).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await adminChangePassword(gatehouse, OLD, NEW, { token: session })).toMatchObject({ __typename: 'NotAllowed' });
  await adminChangePassword(gatehouse, OLD, NEW, { token });
  expect(await whoAmI(gatehouse, { token: session })).toBe('both@admins.test');
  expect(await logIn(gatehouse, 'both@admins.test', NEW)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await resetPassword(gatehouse, link, 'twelve other grey stones')).toMatchObject({
    __typename: 'ResetPasswordSuccess',
  });
  expect(await as('both@admins.test', NEW)).toMatchObject({ __typename: 'AdminLogInSuccess' });
});

test('R67: no line of the log holds a session, an address or a password', () => {
  const lines = [gatehouse, elsewhere].flatMap(({ logs }) => logs);
  expect(lines.filter((line) => /@|[\w-]{43}|kites|otter/.test(line))).toEqual([]);
});
