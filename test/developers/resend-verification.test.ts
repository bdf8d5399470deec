import { beforeAll, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailedToken, mailsTo, resendVerification, signUp, verifiedPerson, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();
beforeAll(async () => void (await openDemoPortal(gatehouse)));

test('mails another link to an unverified address; both links are good, and carry what the form said', async () => {
  await signUp(gatehouse, 'again@resend.test', { fullName: 'Grace Hopper', returnTo: '/apis' });
  const first = await mailedToken(gatehouse, 'again@resend.test');
  expect(await resendVerification(gatehouse, 'Again@Resend.test')).toEqual({
    __typename: 'ResendVerificationSuccess',
    email: 'again@resend.test',
    codeSecret: expect.stringMatching(/^[\w-]{43}$/),
  });
  const second = await mailedToken(gatehouse, 'again@resend.test');
  expect(second).not.toBe(first);
  expect(await verifyEmail(gatehouse, second)).toMatchObject({ __typename: 'VerifyEmailSuccess', returnTo: '/apis' });
  expect(await verifyEmail(gatehouse, first)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  expect(await gatehouse.sql("SELECT full_name FROM developers WHERE email = 'again@resend.test'")).toEqual([
    { full_name: 'Grace Hopper' },
  ]);
});

test('R1: answers unknown and verified addresses alike, and mails them nothing', async () => {
  await verifiedPerson(gatehouse, 'done@resend.test');
  gatehouse.inbox.mails.length = 0;
  for (const email of ['nobody@resend.test', 'done@resend.test']) {
    expect(await resendVerification(gatehouse, email)).toEqual({
      __typename: 'ResendVerificationSuccess',
      email,
      codeSecret: expect.stringMatching(/^[\w-]{43}$/),
    });
  }
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toEqual([]);
});

test('R3: counts together with sign-up: three verification mails a minute', async () => {
  await signUp(gatehouse, 'bombed@resend.test');
  await Promise.all(Array.from({ length: 10 }, () => resendVerification(gatehouse, 'bombed@resend.test')));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'bombed@resend.test')).toHaveLength(3);
});

test('refuses an unknown portal and what is no address', async () => {
  expect(await resendVerification(gatehouse, 'a@resend.test', 'nowhere')).toMatchObject({ __typename: 'NotFound' });
  expect(await resendVerification(gatehouse, 'a@b.test,c@d.test')).toMatchObject({ issues: [{ path: ['email'] }] });
});
