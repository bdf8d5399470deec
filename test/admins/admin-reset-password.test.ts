import { describe, expect, test } from 'vitest';
import {
  addAdmin,
  adminLogIn,
  adminRequestPasswordReset,
  adminResetPassword,
  openDemoPortal,
  whichAdminAmI,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  DEAD_LINK,
  lastMailTo,
  logIn,
  mailedToken,
  mailsTo,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  tokenIn,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
const empty = await startInstallation();
const owner = await openDemoPortal(gatehouse);

/** Asks for a reset, and returns the token of the link that came. */
async function resetToken(email: string): Promise<string> {
  await adminRequestPasswordReset(gatehouse, email);
  return await mailedToken(gatehouse, email);
}

const as = (email: string, password = ADMIN.password) => adminLogIn(gatehouse, { email, password });

describe('adminResetPassword', () => {
  test('R24: replaces the password, ends all sessions on every server, mails a notice, and does not log in', async () => {
    const session = await addAdmin(gatehouse, 'forgot@admins.test', 'VIEWER', null);
    const { token: second } = await succeed(as('forgot@admins.test'), 'token');
    const token = await resetToken('forgot@admins.test');
    const { headers, data } = await gatehouse.graphql(
      `mutation($input: AdminResetPasswordInput!) {
        adminResetPassword(input: $input) { __typename ... on AdminResetPasswordSuccess { email } } }`,
      { input: { token, password: NEW_PASSWORD } },
    );
    expect(data).toEqual({ adminResetPassword: { __typename: 'AdminResetPasswordSuccess', email: 'forgot@admins.test' } });
    // That of the device alone.
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^gatehouse_admin_device=/)]);
    for (const server of [gatehouse, elsewhere]) {
      expect(await whichAdminAmI(server, { token: session })).toBeNull();
      expect(await whichAdminAmI(server, { token: second })).toBeNull();
    }
    await gatehouse.drain();
    const notice = lastMailTo(gatehouse, 'forgot@admins.test');
    expect(notice.subject).toBe('Your admin password for Gatehouse was changed');
    expect(notice.text).toContain(`${gatehouse.url}/admin/forgot-password`);
    expect(notice.text).not.toContain('token=');
    expect(await as('forgot@admins.test')).toMatchObject({ __typename: 'InvalidCredentials' });
    expect(await as('forgot@admins.test', NEW_PASSWORD)).toMatchObject({ __typename: 'AdminLogInSuccess' });
  });

  test('R9: when 30 resets use one link at once, one succeeds, and only its password logs in', async () => {
    await addAdmin(gatehouse, 'raced@admins.test', 'VIEWER', null);
    const token = await resetToken('raced@admins.test');
    const passwords = Array.from({ length: 30 }, (_, i) => `${NEW_PASSWORD} number ${i}`);
    const answers = await Promise.all(passwords.map((password) => adminResetPassword(gatehouse, token, password)));
    const won = answers.findIndex(({ __typename }) => __typename === 'AdminResetPasswordSuccess');
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'AdminResetPasswordSuccess',
      ...Array(29).fill('InvalidToken'),
    ]);
    const logIns = await Promise.all([won, (won + 1) % 30].map((i) => as('raced@admins.test', passwords[i])));
    expect(logIns.map(({ __typename }) => __typename)).toEqual(['AdminLogInSuccess', 'InvalidCredentials']);
    await gatehouse.drain();
    expect(mailsTo(gatehouse, 'raced@admins.test').filter(({ subject }) => subject.includes('changed'))).toHaveLength(1);
  });

  test('R9: when one admin resets by different links at once, one succeeds', async () => {
    await addAdmin(gatehouse, 'links@admins.test', 'VIEWER', null);
    const tokens = [
      await resetToken('links@admins.test'),
      await resetToken('links@admins.test'),
      await resetToken('links@admins.test'),
    ];
    expect(new Set(tokens).size).toBe(3);
    const answers = await Promise.all(tokens.map((token) => adminResetPassword(gatehouse, token, NEW_PASSWORD)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'AdminResetPasswordSuccess',
      'InvalidToken',
      'InvalidToken',
    ]);
  });

  test('R10: a link is refused once its time is over, with the words for an unknown one', async () => {
    await addAdmin(gatehouse, 'late@admins.test', 'VIEWER', null);
    const token = await resetToken('late@admins.test');
    const move = (by: string) => gatehouse.sql(`UPDATE admin_tokens SET expires_at = now() + interval '${by}'`);
    await move('-1 second');
    const late = await adminResetPassword(gatehouse, token, NEW_PASSWORD);
    expect(late).toMatchObject(DEAD_LINK);
    expect(await adminResetPassword(gatehouse, 'A'.repeat(43), NEW_PASSWORD)).toEqual(late);
    await move('2 seconds');
    expect(await adminResetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'AdminResetPasswordSuccess' });
  });

  test('R11: a link is good for its own admin alone, and in its own realm alone, and stays good there', async () => {
    const session = await addAdmin(gatehouse, 'other@admins.test', 'VIEWER', null);
    await addAdmin(gatehouse, 'both@admins.test', 'VIEWER', null);
    await approvedPerson(gatehouse, 'both@admins.test', owner);
    const ofAdmin = await resetToken('both@admins.test');
    await requestPasswordReset(gatehouse, 'both@admins.test');
    const ofDeveloper = await mailedToken(gatehouse, 'both@admins.test');
    await signUp(gatehouse, 'new@admins.test');
    const verification = await mailedToken(gatehouse, 'new@admins.test');

    for (const refused of [
      await adminResetPassword(gatehouse, ofDeveloper, NEW_PASSWORD),
      await adminResetPassword(gatehouse, verification, NEW_PASSWORD),
      await adminResetPassword(gatehouse, session, NEW_PASSWORD),
      await resetPassword(gatehouse, ofAdmin, NEW_PASSWORD),
      await verifyEmail(gatehouse, ofAdmin),
      await setPassword(gatehouse, ofAdmin, NEW_PASSWORD),
    ]) {
      expect(refused).toMatchObject(DEAD_LINK);
    }
    expect(await adminResetPassword(gatehouse, ofAdmin, NEW_PASSWORD)).toMatchObject({ email: 'both@admins.test' });
    expect(await resetPassword(gatehouse, ofDeveloper, `${NEW_PASSWORD} there`)).toMatchObject({ email: 'both@admins.test' });
    expect(await verifyEmail(gatehouse, verification)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
    expect(await whichAdminAmI(gatehouse, { token: session })).toBe('other@admins.test');
    expect(await as('other@admins.test')).toMatchObject({ __typename: 'AdminLogInSuccess' });
  });

  test('R12: ends every other link of the admin, and no link of another', async () => {
    await addAdmin(gatehouse, 'several@admins.test', 'VIEWER', null);
    await addAdmin(gatehouse, 'neighbour@admins.test', 'VIEWER', null);
    const [first, second] = [await resetToken('several@admins.test'), await resetToken('several@admins.test')];
    const neighbours = await resetToken('neighbour@admins.test');
    expect(await adminResetPassword(gatehouse, second, NEW_PASSWORD)).toMatchObject({
      __typename: 'AdminResetPasswordSuccess',
    });
    expect(await adminResetPassword(gatehouse, first, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
    expect(await adminResetPassword(gatehouse, second, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
    expect(await adminResetPassword(gatehouse, neighbours, NEW_PASSWORD)).toMatchObject({
      __typename: 'AdminResetPasswordSuccess',
    });
  });

  test('R13: opening the link changes nothing', async () => {
    await addAdmin(gatehouse, 'scanned@admins.test', 'VIEWER', null);
    const token = await resetToken('scanned@admins.test');
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD', 'GET']) {
      await fetch(`${gatehouse.url}/admin/reset-password?token=${token}`, { method });
    }
    expect(await as('scanned@admins.test')).toMatchObject({ __typename: 'AdminLogInSuccess' });
    expect(await adminResetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'AdminResetPasswordSuccess' });
  });

  test('R21, R29: forgives failed log-ins in its own realm alone', async () => {
    const EMAIL = 'locked@admins.test';
    await addAdmin(gatehouse, EMAIL, 'VIEWER', null);
    await approvedPerson(gatehouse, EMAIL, owner);
    const wrong = 'not the right password';
    for (let i = 0; i < 10; i++) await as(EMAIL, wrong);
    expect(await as(EMAIL)).toMatchObject({ __typename: 'TooManyAttempts' });
    expect(await logIn(gatehouse, EMAIL)).toMatchObject({ __typename: 'LogInSuccess' });
    for (let i = 0; i < 10; i++) await logIn(gatehouse, EMAIL, wrong);
    await adminResetPassword(gatehouse, await resetToken(EMAIL), NEW_PASSWORD);
    expect(await as(EMAIL, NEW_PASSWORD)).toMatchObject({ __typename: 'AdminLogInSuccess' });
    expect(await logIn(gatehouse, EMAIL)).toMatchObject({ __typename: 'TooManyAttempts' });
  });

  test('R15, R17, R18: a refused password costs nothing: the link still works', async () => {
    await addAdmin(gatehouse, 'weakness@admins.test', 'VIEWER', null);
    const token = await resetToken('weakness@admins.test');
    for (const password of ['short', 'passwordpassword', 'weakness-admin-2026!', 'x'.repeat(257)]) {
      expect(await adminResetPassword(gatehouse, token, password)).toMatchObject({ issues: [{ path: ['password'] }] });
    }
    expect(await adminResetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'AdminResetPasswordSuccess' });
  });

  test('the link of a removed admin no longer works, and is not mailed', async () => {
    await addAdmin(gatehouse, 'removed@admins.test', 'VIEWER', null);
    const token = await resetToken('removed@admins.test');
    await adminRequestPasswordReset(gatehouse, 'removed@admins.test');
    gatehouse.inbox.mails.length = 0;
    await gatehouse.sql("DELETE FROM admins WHERE email = 'removed@admins.test'");
    expect(await adminResetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
    await gatehouse.drain();
    expect(gatehouse.inbox.mails).toEqual([]);
  });
});

test('R29: a password change in one realm does not touch the other realm', async () => {
  const EMAIL = 'twice@admins.test';
  await addAdmin(gatehouse, EMAIL, 'VIEWER', null);
  await approvedPerson(gatehouse, EMAIL, owner);
  const [admin, developer] = [(await succeed(as(EMAIL), 'token')).token, await bearer(gatehouse, EMAIL)];
  const subjects = () => mailsTo(gatehouse, EMAIL).map(({ subject }) => subject);
  gatehouse.inbox.mails.length = 0;

  // The allowance of one realm is not that of the other.
  for (let i = 0; i < 5; i++) await requestPasswordReset(gatehouse, EMAIL);
  await gatehouse.drain();
  expect(subjects()).toEqual(Array(3).fill('Reset your password for demo portal'));
  const ofDeveloper = tokenIn(lastMailTo(gatehouse, EMAIL));
  const ofAdmin = await resetToken(EMAIL);
  expect(subjects().at(-1)).toBe('Reset your admin password for Gatehouse');

  await adminResetPassword(gatehouse, ofAdmin, NEW_PASSWORD);
  expect(await whichAdminAmI(gatehouse, { token: admin })).toBeNull();
  expect(await whoAmI(gatehouse, { token: developer })).toBe(EMAIL);
  expect(await logIn(gatehouse, EMAIL)).toMatchObject({ __typename: 'LogInSuccess' });
  expect(await logIn(gatehouse, EMAIL, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidCredentials' });

  const { token: again } = await succeed(as(EMAIL, NEW_PASSWORD), 'token');
  const DEVELOPERS = 'twelve other grey stones';
  expect(await resetPassword(gatehouse, ofDeveloper, DEVELOPERS)).toMatchObject({ __typename: 'ResetPasswordSuccess' });
  expect(await whoAmI(gatehouse, { token: developer })).toBeNull();
  expect(await whichAdminAmI(gatehouse, { token: again })).toBe(EMAIL);
  expect(await as(EMAIL, DEVELOPERS)).toMatchObject({ __typename: 'InvalidCredentials' });
});

test('links whose time is over are removed by the worker, others stay', async () => {
  await gatehouse.sql('DELETE FROM admin_tokens');
  await addAdmin(gatehouse, 'purged@admins.test', 'VIEWER', null);
  await resetToken('purged@admins.test');
  await gatehouse.sql("UPDATE admin_tokens SET expires_at = now() - interval '1 second'");
  await addAdmin(gatehouse, 'stays@admins.test', 'VIEWER', null);
  await resetToken('stays@admins.test');
  const stop = await gatehouse.startWorker();
  await expect
    .poll(() => gatehouse.sql('SELECT email FROM admin_tokens t JOIN admins a ON a.id = t.admin_id'))
    .toEqual([{ email: 'stays@admins.test' }]);
  await stop();
});

test('R30: an installation without an admin mails nobody a way in', async () => {
  await empty.sql('DELETE FROM admins');
  for (const email of [ADMIN.email, 'admin@localhost.test', 'no-reply@gatehouse.test']) {
    expect(await adminRequestPasswordReset(empty, email)).toMatchObject({ __typename: 'AdminRequestPasswordResetSuccess' });
  }
  for (const token of ['', 'admin', 'null', 'undefined', '0']) {
    expect(await adminResetPassword(empty, token, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
  }
  await empty.drain();
  expect(empty.inbox.mails).toEqual([]);
  expect(await empty.sql('SELECT 1 FROM admin_tokens UNION ALL SELECT 1 FROM jobs')).toEqual([]);
});

test('R47: a document may hold one of these acts', async () => {
  const acts = [
    `adminRequestPasswordReset(input: { email: "${ADMIN.email}" }) { __typename }`,
    `adminResetPassword(input: { token: "x", password: "${NEW_PASSWORD}" }) { __typename }`,
    `adminChangePassword(input: { currentPassword: "x", newPassword: "${NEW_PASSWORD}" }) { __typename }`,
    `adminLogIn(input: { email: "${ADMIN.email}", password: "x" }) { __typename }`,
  ];
  for (const [i, act] of acts.entries()) {
    const { data, errors } = await gatehouse.graphql(`mutation { a: ${act} b: ${acts[(i + 1) % acts.length]} }`);
    expect([data, errors.map(({ message }) => message)]).toEqual([
      undefined,
      ['A document may hold one mutation that tries a credential.'],
    ]);
  }
});

test('R57: a token of another type or with odd text in it is refused, never masked', async () => {
  for (const token of ['\u0000', '\ud800', 'A'.repeat(10_000)]) {
    expect(await adminResetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
  }
  for (const token of [{}, [], 0, true, null]) {
    const { status, errors, data } = await gatehouse.graphql(
      'mutation($input: AdminResetPasswordInput!) { adminResetPassword(input: $input) { __typename } }',
      { input: { token, password: NEW_PASSWORD } },
    );
    expect([status, errors.length, data]).toEqual([400, 1, undefined]);
  }
});

test('R67: no line of the log holds a session, an address or a password', () => {
  const lines = [gatehouse, elsewhere].flatMap(({ logs }) => logs);
  expect(lines.filter((line) => /@|[\w-]{43}|kites/.test(line))).toEqual([]);
});
