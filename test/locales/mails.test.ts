import { expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { deleteAccount } from '../kit/own-account.ts';
import {
  bearer,
  developerId,
  lastMailTo,
  loggedInPerson,
  mailedToken,
  PASSWORD,
  setPassword,
  verifyEmail,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { locales: { default: 'en', offered: ['en', 'de'] } }, admin);

/** Asks as a stranger whose browser wants a language. */
const ask = async (act: string, email: string, accepts: string) => {
  const input = { portal: 'demo', email, ...(act === 'signUp' && { fullName: 'Hedwig Kohn' }) };
  const type = `${act[0]?.toUpperCase()}${act.slice(1)}Input`;
  await gatehouse.graphql(
    `mutation ($input: ${type}!) { ${act}(input: $input) { __typename } }`,
    { input },
    { headers: { 'accept-language': accepts } },
  );
  await gatehouse.drain();
};

const lastSubject = async (email: string): Promise<string> => {
  await gatehouse.drain();
  return lastMailTo(gatehouse, email).subject;
};

test('all mails of a person are in the language of the sign-up, up to the last one', async () => {
  const email = 'hedwig@mails.test';
  await ask('signUp', email, 'de-DE,de;q=0.9,en;q=0.1');
  expect(await lastSubject(email)).toBe('Bestätigen Sie Ihre E-Mail-Adresse für demo portal');
  const verified = await verifyEmail(gatehouse, await mailedToken(gatehouse, email));
  if (!('passwordToken' in verified) || !verified.passwordToken) throw new Error('not verified');
  await ask('requestRegistrationLink', email, 'en');
  expect(await lastSubject(email)).toBe('Ihre Registrierung bei demo portal ansehen');
  await setPassword(gatehouse, verified.passwordToken);
  await decide(gatehouse, 'approve', [await developerId(gatehouse, email)], admin);
  expect(await lastSubject(email)).toBe('Ihre Registrierung bei demo portal ist freigegeben');
  // Somebody else asks, in English.
  await ask('requestPasswordReset', email, 'en');
  expect(await lastSubject(email)).toBe('Neues Passwort für demo portal');
  const token = await bearer(gatehouse, email, PASSWORD);
  await deleteAccount(gatehouse, { token });
  expect(await lastSubject(email)).toBe('Ihr Konto bei demo portal wurde gelöscht');
});

test('a person whose language nobody knows gets the language of the request, as far as the portal offers it', async () => {
  const { email } = await loggedInPerson(gatehouse, 'unknown@mails.test', admin);
  await gatehouse.sql('UPDATE developers SET locale = NULL WHERE email = $1', [email]);
  await ask('requestPasswordReset', email, 'de');
  expect(await lastSubject(email)).toBe('Neues Passwort für demo portal');
  await ask('requestPasswordReset', email, 'ja');
  expect(await lastSubject(email)).toBe('Reset your password for demo portal');
  await ask('signUp', email, 'de');
  expect(await lastSubject(email)).toBe('Ihre Registrierung bei demo portal: freigegeben');
});

test('a language that the portal offers no more gives way to its default', async () => {
  const email = 'later@mails.test';
  await ask('signUp', email, 'de');
  await updatePortal(gatehouse, { locales: { default: 'ja', offered: ['ja'] } }, admin);
  await ask('resendVerification', email, 'de');
  expect(await lastSubject(email)).toBe('demo portal のメールアドレスの確認');
  await updatePortal(gatehouse, { locales: { default: 'en', offered: ['en', 'de'] } }, admin);
});
