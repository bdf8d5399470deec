import { expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { requestRegistrationLink } from '../kit/own-registration.ts';
import { approvedPerson, lastMailTo, mailsTo, registeredPerson, signUp, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

test('R1, R2: answers every kind of address alike, and mails a link only to people who are not approved', async () => {
  await signUp(gatehouse, 'unverified@link.test');
  await registeredPerson(gatehouse, 'pending@link.test');
  await verifiedPerson(gatehouse, 'wordless@link.test');
  await approvedPerson(gatehouse, 'approved@link.test', admin);
  const rejected = await registeredPerson(gatehouse, 'rejected@link.test');
  await decide(gatehouse, 'reject', [rejected.id], admin, { reason: 'Not a customer.' });
  const revoked = await approvedPerson(gatehouse, 'revoked@link.test', admin);
  await decide(gatehouse, 'revoke', [revoked.id], admin);
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;

  const kinds = ['unknown', 'unverified', 'pending', 'wordless', 'approved', 'rejected', 'revoked'];
  const answers = await Promise.all(
    kinds.map(async (kind) => {
      const document = `mutation { requestRegistrationLink(input: { portal: "demo", email: "${kind}@link.test" }) {
        __typename ... on RequestRegistrationLinkSuccess { email } } }`;
      const { status, headers, text } = await gatehouse.graphql(document);
      return { status, headers: [...headers.keys()].sort(), text: text.replace(`${kind}@`, 'X@') };
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);

  await gatehouse.drain();
  const link = ['See your registration at demo portal'];
  expect(kinds.map((kind) => mailsTo(gatehouse, `${kind}@link.test`).map(({ subject }) => subject))).toEqual([
    [],
    ['Verify your email address for demo portal'],
    link,
    link,
    [expect.stringContaining('Approved')],
    link,
    link,
  ]);
  expect(lastMailTo(gatehouse, 'approved@link.test')?.text).not.toContain('token=');
  const { text = '' } = lastMailTo(gatehouse, 'rejected@link.test') ?? {};
  expect(text).toContain('/p/demo/open-registration?token=');
  expect(text).toContain('It does not log you in.');
  // Whoever reads the email may not be the person.
  expect(text).not.toMatch(/reject|Not a customer|Ada|Lovelace/i);
});

test('a person without a password gets the link at a portal without passwords, too, and while registration is closed', async () => {
  await verifiedPerson(gatehouse, 'sso-portal@link.test');
  gatehouse.inbox.mails.length = 0;
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  await gatehouse.sql(`UPDATE portals SET password_login = false WHERE slug = 'demo'`);
  await succeed(requestRegistrationLink(gatehouse, 'sso-portal@link.test'));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'sso-portal@link.test')).toHaveLength(1);
  await gatehouse.sql(`UPDATE portals SET password_login = true, registration_open = true WHERE slug = 'demo'`);
});

test('R3: at most three links go to an address in a minute, whoever asks, and the answer stays the same', async () => {
  await verifiedPerson(gatehouse, 'bombed@link.test');
  gatehouse.inbox.mails.length = 0;
  const answers = await Promise.all(Array.from({ length: 50 }, () => requestRegistrationLink(gatehouse, 'bombed@link.test')));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'bombed@link.test')).toHaveLength(3);
});

test('R54: the mail goes to the address in the database, not to the one typed', async () => {
  await verifiedPerson(gatehouse, 'typed@link.test');
  gatehouse.inbox.mails.length = 0;
  expect(await requestRegistrationLink(gatehouse, 'TYPED@Link.Test')).toMatchObject({ email: 'typed@link.test' });
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ recipients }) => recipients)).toEqual([['typed@link.test']]);
});

test('an email address that is none, and a portal that does not exist, are refused', async () => {
  const { issues } = await refusal(requestRegistrationLink(gatehouse, 'nonsense'), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['email'], code: 'NOT_AN_EMAIL' }]);
  await refusal(requestRegistrationLink(gatehouse, 'ada@link.test', 'nowhere'), 'NotFound');
});
