import { afterEach, beforeEach, expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { ISSUER, wayIn } from '../kit/connections.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { deleteAccount } from '../kit/own-account.ts';
import {
  approvedPerson,
  lastMailTo,
  loggedInPerson,
  logIn,
  mailedToken,
  mailsTo,
  PASSWORD,
  peopleOfEachKind,
  registeredPerson,
  requestPasswordReset,
  resendVerification,
  resetPassword,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const people = await peopleOfEachKind(gatehouse, admin);
await wayIn(gatehouse, admin);

const switchPasswords = async (passwordLogin: boolean) =>
  expect((await updatePortal(gatehouse, { passwordLogin }, admin)).__typename).toBe('UpdatePortalSuccess');

beforeEach(() => switchPasswords(true));
afterEach(() => gatehouse.drain());

const OFF = { __typename: 'PasswordLoginOff', message: 'This portal has no password log-in. Log in with SSO instead.' };

test.each([
  ['signUp', 'signUp(input: { portal: "demo", email: $email, fullName: "Ada Lovelace" })'],
  ['logIn, wrong password', 'logIn(input: { portal: "demo", email: $email, password: "not the right password" })'],
  ['logIn, right password', `logIn(input: { portal: "demo", email: $email, password: "${PASSWORD}" })`],
  ['requestPasswordReset', 'requestPasswordReset(input: { portal: "demo", email: $email })'],
])('R1, R4: %s answers PasswordLoginOff for every address, the same to the letter, and does nothing', async (_, field) => {
  await switchPasswords(false);
  const document = `mutation($email: String!) { result: ${field} { __typename ... on Error { message } } }`;
  const before = await gatehouse.sql('SELECT id, updated_at FROM developers ORDER BY id');
  const mails = gatehouse.inbox.mails.length;
  const answers = [];
  for (const email of Object.values(people)) {
    const answer = await gatehouse.graphql(document, { email });
    expect([email, answer.data]).toEqual([email, { result: OFF }]);
    answers.push(JSON.stringify(comparable(answer)));
  }
  expect(new Set(answers).size).toBe(1);
  await gatehouse.drain();
  expect(await gatehouse.sql('SELECT id, updated_at FROM developers ORDER BY id')).toEqual(before);
  expect(gatehouse.inbox.mails).toHaveLength(mails);
});

test('R21: guesses are not counted meanwhile: nobody is locked out when passwords come back', async () => {
  const { email } = await approvedPerson(gatehouse, 'guessed@off.test', admin);
  await switchPasswords(false);
  for (let time = 0; time < 12; time++) await logIn(gatehouse, email, 'not the right password');
  await switchPasswords(true);
  expect((await logIn(gatehouse, email)).__typename).toBe('LogInSuccess');
});

test('an invalid address gets the same answer as always, and so does an unknown portal', async () => {
  await switchPasswords(false);
  // A sign-up looks at the portal first: it says what its form must hold.
  expect((await signUp(gatehouse, 'no address')).__typename).toBe('PasswordLoginOff');
  expect((await requestPasswordReset(gatehouse, 'no address')).__typename).toBe('InvalidInput');
  expect((await logIn(gatehouse, 'x@off.test', PASSWORD, { portal: 'nowhere' })).__typename).toBe('NotFound');
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  expect(await signUp(gatehouse, 'x@off.test')).toEqual(OFF);
  await updatePortal(gatehouse, { registrationOpen: true }, admin);
});

test('links for passwords that are out are dead, and do not come to life again', async () => {
  const first = await verifiedPerson(gatehouse, 'first-password@off.test');
  const { email } = await approvedPerson(gatehouse, 'reset@off.test', admin);
  await requestPasswordReset(gatehouse, email);
  const reset = await mailedToken(gatehouse, email);
  await switchPasswords(false);
  for (const password of ['nine green kites landed', 'short']) {
    expect(await setPassword(gatehouse, first.passwordToken, password)).toEqual(OFF);
    expect(await resetPassword(gatehouse, reset, password)).toEqual(OFF);
  }
  // Each in the wrong place, and what is no link at all, says what it says anywhere.
  expect((await setPassword(gatehouse, reset)).__typename).toBe('InvalidToken');
  expect((await resetPassword(gatehouse, 'A'.repeat(43), PASSWORD)).__typename).toBe('InvalidToken');
  await switchPasswords(true);
  expect((await setPassword(gatehouse, first.passwordToken)).__typename).toBe('InvalidToken');
  expect((await resetPassword(gatehouse, reset, 'nine green kites landed')).__typename).toBe('InvalidToken');
  expect((await logIn(gatehouse, email)).__typename).toBe('LogInSuccess');
});

test('passwords that are switched on while they are on leave links alone', async () => {
  const { passwordToken } = await verifiedPerson(gatehouse, 'still-on@off.test');
  await switchPasswords(true);
  expect((await setPassword(gatehouse, passwordToken)).__typename).toBe('SetPasswordSuccess');
});

test('a link for a password that was on its way is dead when it arrives, and after', async () => {
  const { email } = await approvedPerson(gatehouse, 'on-its-way@off.test', admin);
  await requestPasswordReset(gatehouse, email);
  await switchPasswords(false);
  const token = await mailedToken(gatehouse, email);
  expect(await resetPassword(gatehouse, token, 'nine green kites landed')).toEqual(OFF);
});

test('an address can still be verified by a mailed link, which gives no way to a password', async () => {
  await signUp(gatehouse, 'late@off.test');
  const token = await mailedToken(gatehouse, 'late@off.test');
  await switchPasswords(false);
  const answer = { __typename: 'VerifyEmailSuccess', email: 'late@off.test', passwordToken: null, expiresAt: null };
  expect(await verifyEmail(gatehouse, token)).toMatchObject(answer);
  expect(await verifyEmail(gatehouse, token)).toMatchObject(answer);
  expect((await resendVerification(gatehouse, 'late@off.test')).__typename).toBe('ResendVerificationSuccess');
  await switchPasswords(true);
  const { passwordToken } = await succeed(verifyEmail(gatehouse, token), 'passwordToken');
  expect((await setPassword(gatehouse, passwordToken)).__typename).toBe('SetPasswordSuccess');
});

test('the mail with a verification link speaks of a password only where there are any', async () => {
  await signUp(gatehouse, 'later@off.test');
  await gatehouse.drain();
  await switchPasswords(false);
  await resendVerification(gatehouse, 'later@off.test');
  await gatehouse.drain();
  const [before, after] = mailsTo(gatehouse, 'later@off.test').map(({ text }) => text);
  expect(before).toContain('verify the address, then choose a password:');
  expect(after).toContain('To go on, verify the address:');
  expect(after).not.toContain('password');
});

test('sessions go on, and another portal keeps its passwords', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'inside@off.test', admin);
  await gatehouse.sql(
    "INSERT INTO portals (id, slug, name, catalog_url, contact_email, updated_at) SELECT gen_random_uuid(), 'other', name, catalog_url, contact_email, now() FROM portals WHERE slug = 'demo'",
  );
  await switchPasswords(false);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect((await signUp(gatehouse, email, { portal: 'other' })).__typename).toBe('SignUpSuccess');
  expect((await logIn(gatehouse, email, PASSWORD, { portal: 'other' })).__typename).toBe('InvalidCredentials');
});

test('an act that asks for the password asks for a fresh log-in with SSO instead: a password that is forgotten has no way back', async () => {
  const { id, token } = await loggedInPerson(gatehouse, 'leaves@off.test', admin);
  await switchPasswords(false);
  expect(await deleteAccount(gatehouse, { token })).toMatchObject({
    __typename: 'InvalidCredentials',
    message: 'Log in with SSO again, then repeat this within 10 minutes.',
  });
  await gatehouse.sql(
    `WITH identity AS (INSERT INTO sso_identities (id, portal_id, issuer, subject, developer_id)
       SELECT gen_random_uuid(), portal_id, 'https://1.1.1.1', 'leaves', id FROM developers WHERE id = $1 RETURNING id)
     UPDATE sessions SET identity_id = identity.id, sso_proved_at = now() FROM identity WHERE developer_id = $1`,
    [id],
  );
  expect((await deleteAccount(gatehouse, { token }, { password: null })).__typename).toBe('DeleteAccountSuccess');
});

test('a person who is approved now is told to log in with SSO', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'approved-later@off.test');
  await switchPasswords(false);
  await decide(gatehouse, 'approve', [id], admin);
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, email);
  expect(mail.subject).toContain('approved');
  expect(mail.text).toContain('Log in with Staff account');
  expect(mail.text).not.toMatch(/password/i);
});

test('with several providers, an approved person is told the one for their address, or the one where they have an account', async () => {
  await wayIn(gatehouse, admin, { label: 'Corp ID', emailDomains: ['corp.test'] });
  await wayIn(gatehouse, admin, { label: 'Partner ID', issuer: 'https://1.1.1.1/partner', emailDomains: ['partner.test'] });
  const told = async (email: string, issuer?: string) => {
    await switchPasswords(true);
    const { id } = await registeredPerson(gatehouse, email);
    await switchPasswords(false);
    await gatehouse.sql(
      `INSERT INTO sso_identities (id, portal_id, issuer, subject, developer_id)
       SELECT gen_random_uuid(), portal_id, $1, $2, id FROM developers WHERE email = $2 AND $1::text IS NOT NULL`,
      [issuer ?? null, email],
    );
    await decide(gatehouse, 'approve', [id], admin);
    await gatehouse.drain();
    return mailsTo(gatehouse, email)
      .at(-1)
      ?.text.match(/Log in with ([A-Z]\w+ \w+)/)?.[1];
  };
  expect(await told('ada@corp.test')).toBe('Corp ID');
  expect(await told('ada@elsewhere.test')).toBe('Staff account');
  expect(await told('grace@elsewhere.test', 'https://1.1.1.1/partner')).toBe('Partner ID');
  expect(await told('grace@corp.test', ISSUER)).toBe('Corp ID');
  expect(await told('linus@corp.test', 'https://1.1.1.1/gone')).toBe('Corp ID');
});
