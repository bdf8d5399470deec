import { beforeAll, expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, mailsTo, registeredPerson, requestPasswordReset, signUp, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
let admin = '';
beforeAll(async () => {
  admin = await openDemoPortal(gatehouse);
});

const lastMailTo = (email: string) => mailsTo(gatehouse, email).at(-1);

test('R1, R2: answers every kind of address alike, and mails what helps its owner', async () => {
  await signUp(gatehouse, 'unverified@reset.test');
  await registeredPerson(gatehouse, 'pending@reset.test');
  await approvedPerson(gatehouse, 'approved@reset.test', admin);
  const rejected = await registeredPerson(gatehouse, 'rejected@reset.test');
  await decide(gatehouse, 'reject', [rejected.id], admin, { reason: 'Not a customer.' });
  const revoked = await approvedPerson(gatehouse, 'revoked@reset.test', admin);
  await decide(gatehouse, 'revoke', [revoked.id], admin);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;

  const kinds = ['unknown', 'unverified', 'pending', 'approved', 'rejected', 'revoked'];
  const answers = await Promise.all(
    kinds.map(async (kind) => {
      const document = `mutation { requestPasswordReset(input: { portal: "demo", email: "${kind}@reset.test" }) {
        __typename ... on RequestPasswordResetSuccess { email } } }`;
      const { status, headers, text } = await gatehouse.graphql(document);
      return { status, headers: [...headers.keys()].sort(), text: text.replace(`${kind}@`, 'X@') };
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);

  await gatehouse.drain();
  const subjects = kinds.map((kind) => mailsTo(gatehouse, `${kind}@reset.test`).map(({ subject }) => subject));
  expect(subjects).toEqual([
    [],
    ['Verify your email address for demo portal'],
    ['Reset your password for demo portal'],
    ['Reset your password for demo portal'],
    [expect.stringContaining('Rejected')],
    [expect.stringContaining('Revoked')],
  ]);
  expect(lastMailTo('rejected@reset.test')?.text).not.toContain('token=');
  // Nobody signed up.
  expect(lastMailTo('rejected@reset.test')?.text).toContain('entered this email address at demo portal');
});

test('R3: at most three reset mails go to an address in a minute, whatever client asks, and the answer stays the same', async () => {
  await verifiedPerson(gatehouse, 'bombed@reset.test');
  gatehouse.inbox.mails.length = 0;
  const answers = await Promise.all(Array.from({ length: 50 }, () => requestPasswordReset(gatehouse, 'bombed@reset.test')));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'bombed@reset.test')).toHaveLength(3);
});

test('R54: the mail goes to the address in the database, not to the one typed', async () => {
  await verifiedPerson(gatehouse, 'typed@reset.test');
  gatehouse.inbox.mails.length = 0;
  expect(await requestPasswordReset(gatehouse, 'TYPED@Reset.Test')).toMatchObject({ email: 'typed@reset.test' });
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ recipients }) => recipients)).toEqual([['typed@reset.test']]);
});
