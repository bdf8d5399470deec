import { beforeAll, describe, expect, test } from 'vitest';
import { decide, deleteDevelopers, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import {
  approvedPerson,
  bearer,
  logIn,
  mailedToken,
  mailsTo,
  NEW_PASSWORD,
  PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
let admin = '';
beforeAll(async () => {
  admin = await openDemoPortal(gatehouse);
});

const lastMailTo = (email: string) => mailsTo(gatehouse, email).at(-1);

/** Asks for a reset, and returns the token of the link that came. */
async function resetToken(email: string): Promise<string> {
  await requestPasswordReset(gatehouse, email);
  return await mailedToken(gatehouse, email);
}

describe('resetPassword', () => {
  test('replaces the password, ends all sessions, mails a notice, and does not log in', async () => {
    await approvedPerson(gatehouse, 'forgot@reset.test', admin);
    const session = await bearer(gatehouse, 'forgot@reset.test');
    const answer = await resetPassword(gatehouse, await resetToken('forgot@reset.test'), NEW_PASSWORD);
    expect(answer).toEqual({
      __typename: 'ResetPasswordSuccess',
      email: 'forgot@reset.test',
      status: 'APPROVED',
      portal: { slug: 'demo' },
      ssoIdentities: [],
      unlinkToken: null,
    });
    await gatehouse.drain();
    expect(lastMailTo('forgot@reset.test')?.subject).toBe('Your password for demo portal was changed');
    const me = await gatehouse.graphql('{ me(portal: "demo") { id } }', {}, { token: session });
    expect(me.data).toEqual({ me: null });
    expect(await logIn(gatehouse, 'forgot@reset.test', PASSWORD)).toMatchObject({ __typename: 'InvalidCredentials' });
    expect(await logIn(gatehouse, 'forgot@reset.test', NEW_PASSWORD)).toMatchObject({ __typename: 'LogInSuccess' });
  });

  test('creates the first password of a person who never chose one', async () => {
    const person = await verifiedPerson(gatehouse, 'never-chose@reset.test');
    await decide(gatehouse, 'approve', [person.id], admin);
    await gatehouse.drain();
    const token = await resetToken('never-chose@reset.test');
    expect(lastMailTo('never-chose@reset.test')?.subject).toBe('Create your password for demo portal');
    expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ status: 'APPROVED' });
    expect(await logIn(gatehouse, 'never-chose@reset.test', NEW_PASSWORD)).toMatchObject({ __typename: 'LogInSuccess' });
  });

  test('R9: when 50 resets use one link at once, one succeeds, and only its password logs in', async () => {
    await approvedPerson(gatehouse, 'raced@reset.test', admin);
    const token = await resetToken('raced@reset.test');
    const passwords = Array.from({ length: 50 }, (_, i) => `${NEW_PASSWORD} number ${i}`);
    const answers = await Promise.all(passwords.map((password) => resetPassword(gatehouse, token, password)));
    const won = answers.findIndex(({ __typename }) => __typename === 'ResetPasswordSuccess');
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array(49).fill('InvalidToken'),
      'ResetPasswordSuccess',
    ]);
    const logIns = await Promise.all([won, (won + 1) % 50].map((i) => logIn(gatehouse, 'raced@reset.test', passwords[i])));
    expect(logIns.map(({ __typename }) => __typename)).toEqual(['LogInSuccess', 'InvalidCredentials']);
  });

  test('R11: a link is good for its own purpose alone, and stays good there', async () => {
    await approvedPerson(gatehouse, 'purpose@reset.test', admin);
    const token = await resetToken('purpose@reset.test');
    expect(await verifyEmail(gatehouse, token)).toMatchObject({ __typename: 'InvalidToken' });
    expect(await setPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
    await signUp(gatehouse, 'other@reset.test');
    const verification = await mailedToken(gatehouse, 'other@reset.test');
    expect(await resetPassword(gatehouse, verification, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
    expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'ResetPasswordSuccess' });
  });

  test('R13: opening the link changes nothing', async () => {
    await approvedPerson(gatehouse, 'scanned@reset.test', admin);
    const token = await resetToken('scanned@reset.test');
    const everything = () =>
      gatehouse.sql('SELECT t::text, d::text FROM tokens t JOIN developers d ON d.id = t.developer_id ORDER BY 1');
    const before = await everything();
    const link = present(lastMailTo('scanned@reset.test')?.text.match(/http\S+token=\S+/)?.[0]);
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD', 'GET']) {
      for (const agent of ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0', '']) {
        const { status, headers } = await fetch(link, { method, headers: { 'user-agent': agent } });
        expect([status, headers.get('set-cookie')]).toEqual([200, null]);
      }
    }
    expect(await everything()).toEqual(before);
    expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'ResetPasswordSuccess' });
  });

  test('R12: ends every other link of the person', async () => {
    const person = await verifiedPerson(gatehouse, 'links@reset.test');
    const [first, second] = [await resetToken('links@reset.test'), await resetToken('links@reset.test')];
    expect(first).not.toBe(second);
    expect(await resetPassword(gatehouse, second, NEW_PASSWORD)).toMatchObject({ __typename: 'ResetPasswordSuccess' });
    expect(await resetPassword(gatehouse, first, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
    expect(await setPassword(gatehouse, person.passwordToken, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
    expect(await verifyEmail(gatehouse, person.verificationToken)).toMatchObject({ __typename: 'InvalidToken' });
  });

  test('R12: a link is dead after reject, revoke and delete', async () => {
    const rejected = await registeredPerson(gatehouse, 'rejected-later@reset.test');
    const revoked = await approvedPerson(gatehouse, 'revoked-later@reset.test', admin);
    const deleted = await registeredPerson(gatehouse, 'deleted-later@reset.test');
    const tokens = [await resetToken(rejected.email), await resetToken(revoked.email), await resetToken(deleted.email)];
    await decide(gatehouse, 'reject', [rejected.id], admin);
    await decide(gatehouse, 'revoke', [revoked.id], admin);
    await deleteDevelopers(gatehouse, [deleted.id], admin);
    for (const token of tokens) {
      expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
    }
  });

  test('R10: a link is refused once its time is over', async () => {
    await approvedPerson(gatehouse, 'late@reset.test', admin);
    const token = await resetToken('late@reset.test');
    const move = (by: string) =>
      gatehouse.sql(`UPDATE tokens SET expires_at = now() + interval '${by}' WHERE purpose = 'RESET_PASSWORD'`);
    await move('-2 seconds');
    expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
    await move('2 seconds');
    expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'ResetPasswordSuccess' });
  });

  test('R18: a refused password costs nothing: the link still works', async () => {
    await approvedPerson(gatehouse, 'weak@reset.test', admin);
    const token = await resetToken('weak@reset.test');
    for (const password of ['short', 'passwordpassword', 'demo-portal-2026!']) {
      expect(await resetPassword(gatehouse, token, password)).toMatchObject({ issues: [{ path: ['password'] }] });
    }
    expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ __typename: 'ResetPasswordSuccess' });
  });

  test('answers a pending person PENDING, and the later approval is told by mail', async () => {
    const person = await verifiedPerson(gatehouse, 'waiting@reset.test');
    const token = await resetToken('waiting@reset.test');
    expect(await resetPassword(gatehouse, token, NEW_PASSWORD)).toMatchObject({ status: 'PENDING' });
    await decide(gatehouse, 'approve', [person.id], admin);
    await gatehouse.drain();
    expect(mailsTo(gatehouse, 'waiting@reset.test').filter(({ subject }) => subject.includes('approved'))).toHaveLength(1);
  });
});
