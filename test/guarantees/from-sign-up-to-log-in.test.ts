import { expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { bearer, developerId, logIn, mailedToken, setPassword, signUp, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();

test('a person signs up, verifies, creates a password, is approved by an admin, and logs in', async () => {
  const admin = await openDemoPortal(gatehouse);
  expect(await signUp(gatehouse, 'Ada@Example.test')).toEqual({
    __typename: 'SignUpSuccess',
    email: 'ada@example.test',
    codeSecret: expect.stringMatching(/^[\w-]{43}$/),
  });
  const token = await mailedToken(gatehouse, 'Ada@example.test');
  const verified = await succeed(verifyEmail(gatehouse, token), 'passwordToken');
  expect(verified).toMatchObject({ __typename: 'VerifyEmailSuccess', email: 'ada@example.test', status: 'PENDING' });
  await gatehouse.drain();
  expect(await setPassword(gatehouse, verified.passwordToken)).toMatchObject({ status: 'PENDING' });
  expect(await logIn(gatehouse, 'ada@example.test')).toMatchObject({ __typename: 'NotApproved', status: 'PENDING' });
  const id = await developerId(gatehouse, 'ada@example.test');
  expect(await decide(gatehouse, 'approve', [id], admin)).toMatchObject({ results: [{ developer: { status: 'APPROVED' } }] });
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ recipients }) => recipients)).toEqual([
    ['Ada@example.test'],
    ['owner@gatehouse.test'],
    ['Ada@example.test'],
  ]);
  const session = await bearer(gatehouse, 'ada@example.test');
  const me = await gatehouse.graphql(
    '{ me(portal: "demo") { email status decisions { to } portal { name } } }',
    {},
    { token: session },
  );
  expect(me.data).toEqual({
    me: { email: 'ada@example.test', status: 'APPROVED', decisions: [{ to: 'APPROVED' }], portal: { name: 'demo portal' } },
  });
});
