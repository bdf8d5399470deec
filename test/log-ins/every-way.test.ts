import { expect, test } from 'vitest';
import { adminConfirmSso, adminId, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import {
  adminLogInWithPasskey,
  adminStartPasskeyLogIn,
  allowPasskeys,
  givenPasskey,
  logInWithPasskey,
  startPasskeyLogIn,
} from '../kit/passkeys.ts';
import { approvedPerson, bearer, lastMailTo, mailedToken, subjectsTo } from '../kit/people.ts';
import { adminConfirmSecondFactor, adminWithTotp, challengeFor, codeOf } from '../kit/second-factors.ts';
import { comeIn, connectAdmins, whichAdmin } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ TRUSTED_PROXIES: '1', SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const away = { headers: { 'x-forwarded-for': '203.0.113.7' } };

/** What the last mail about a new device says of the way. */
async function toldWay(email: string): Promise<string | undefined> {
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).filter((subject) => subject.startsWith('New log-in'))).toHaveLength(1);
  return lastMailTo(gatehouse, email).text.match(/Logged in with: (.*)/)?.[1];
}

test('R170: a log-in of a developer with a passkey on a new device is mailed', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'passkey@ways.test', admin);
  await allowPasskeys(gatehouse);
  await bearer(gatehouse, email);
  const passkey = await givenPasskey(gatehouse, { developerId: id });
  const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse));
  await succeed(logInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options) }, away));
  expect(await toldWay(email)).toBe('passkey');
});

test('R170: a log-in of an admin with a passkey on a new device is mailed', async () => {
  const { email } = await adminWithTotp(gatehouse, 'passkey@admins.test');
  const passkey = await givenPasskey(gatehouse, { adminId: await adminId(gatehouse, email) });
  const { challenge, options } = await succeed(adminStartPasskeyLogIn(gatehouse));
  await succeed(adminLogInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options) }, away));
  expect(await toldWay(email)).toBe('passkey');
});

test('R170: the second step of a log-in on a new device is mailed, and the first one alone is not', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'code@admins.test');
  const challenge = await challengeFor(gatehouse, email);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).join()).not.toContain('New log-in');
  await succeed(adminConfirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) }, away));
  expect(await toldWay(email)).toBe('password and code of the authenticator app');
});

test('R170: a log-in of an admin with the company account in a new browser is mailed; that browser is known then', async () => {
  const { email } = await adminWithTotp(gatehouse, 'company@admins.test');
  const company = await connectAdmins(gatehouse, issuer);
  issuer.behave({ person: { sub: 'company', email, email_verified: true } });
  await comeIn(company);
  await succeed(adminConfirmSso(gatehouse, await mailedToken(gatehouse, email)));
  const { browser } = await comeIn(company);
  expect(await whichAdmin(gatehouse, browser)).toBe(email);
  expect(await toldWay(email)).toBe('SSO');
  await gatehouse.sql('UPDATE admins SET new_device_told_at = NULL');
  await comeIn(company, {}, browser);
  expect(await toldWay(email)).toBe('SSO');
});
