import { beforeEach, expect, test } from 'vitest';
import {
  addAdmin,
  adminRequestPasswordReset,
  adminResetPassword,
  decide,
  deleteDevelopers,
  openDemoPortal,
  setSignUpFields,
} from '../kit/admins.ts';
import { whoAskedToMove, whoMoved } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { findLink, stateOf } from '../kit/links.ts';
import { confirmEmailChange, undoEmailChange } from '../kit/own-account.ts';
import {
  approvedPerson,
  confirmSso,
  mailedToken,
  NEW_PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resetPassword,
  signUp,
  verifyEmail,
} from '../kit/people.ts';
import { comeIn, connect } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

const NOTHING = { form: null, ssoAccount: null, account: null };
const dead = (kind: string | null, deadBecause: string) => ({ kind, works: false, deadBecause, used: deadBecause === 'USED' });
const working = (kind: string, used = false) => ({ kind, works: true, deadBecause: null, used });

const tables = ['portals', 'developers', 'tokens', 'admin_tokens', 'sso_confirmations', 'ended_links', 'sessions', 'jobs'];
const everything = async () =>
  await Promise.all(tables.map((table) => gatehouse.sql(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)));

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  await gatehouse.sql('DELETE FROM mail_bounds');
});

async function resetToken(email: string): Promise<string> {
  await requestPasswordReset(gatehouse, email);
  return await mailedToken(gatehouse, email);
}

async function ssoToken(sub: string, more: object = {}): Promise<string> {
  const person = { sub, name: 'Ada at the provider', email: `${sub}@link.test`, email_verified: false, ...more };
  issuer.behave({ person });
  await comeIn(connection);
  return await mailedToken(gatehouse, person.email);
}

test('S7: a verification link shows the form that it registers, until the address is verified', async () => {
  await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT', editableBy: 'NOBODY' }], admin);
  const answers = [{ field: 'company', value: 'Mallory Ltd' }];
  await signUp(gatehouse, 'Vera@link.test', { fullName: 'Mallory', answers });
  const token = await mailedToken(gatehouse, 'Vera@link.test');
  expect(await findLink(gatehouse, token)).toMatchObject({
    ...NOTHING,
    ...working('VERIFY_EMAIL'),
    portal: { slug: 'demo' },
    email: 'vera@link.test',
    expiresAt: expect.any(String),
    form: { fullName: 'Mallory', answers },
  });
  await setSignUpFields(gatehouse, [], admin);
  expect((await findLink(gatehouse, token))?.form).toEqual({ fullName: 'Mallory', answers: [] });
  await verifyEmail(gatehouse, token);
  expect(await findLink(gatehouse, token)).toMatchObject({ ...NOTHING, ...working('VERIFY_EMAIL', true) });
});

test('S7: a link that confirms a log-in with SSO shows the account at the provider, and that it was used', async () => {
  const token = await ssoToken('mallory', { email: 'vera-sso@link.test' });
  const ssoAccount = {
    label: 'Test provider',
    issuer: issuer.url,
    subject: 'mallory',
    fullName: 'Ada at the provider',
    email: 'vera-sso@link.test',
    linked: false,
  };
  expect(await findLink(gatehouse, token)).toMatchObject({ ...NOTHING, ...working('CONFIRM_SSO'), ssoAccount });
  await confirmSso(gatehouse, token);
  expect(await findLink(gatehouse, token)).toMatchObject(working('CONFIRM_SSO', true));
  await registeredPerson(gatehouse, 'known@link.test');
  expect(await stateOf(gatehouse, await ssoToken('unused'))).toEqual(working('CONFIRM_SSO'));
});

test('S7: when two accounts at a provider claim one address, the link of the second ends once the first is confirmed', async () => {
  const first = await ssoToken('one', { email: 'twice@link.test' });
  const second = await ssoToken('two', { email: 'twice@link.test' });
  expect(await stateOf(gatehouse, second)).toEqual(working('CONFIRM_SSO'));
  await confirmSso(gatehouse, first);
  expect(await stateOf(gatehouse, second)).toEqual(dead('CONFIRM_SSO', 'ENDED'));
  expect((await findLink(gatehouse, second))?.ssoAccount).toBeNull();
});

test('S7: links about a change of address show the account by its masked address', async () => {
  const { confirmation } = await whoAskedToMove(gatehouse, admin, 'mallory@link.test', 'wanted@link.test');
  expect(await findLink(gatehouse, confirmation)).toMatchObject({
    ...NOTHING,
    ...working('CONFIRM_EMAIL_CHANGE'),
    email: 'wanted@link.test',
    account: { maskedEmail: 'm***@link.test' },
  });
  await confirmEmailChange(gatehouse, confirmation);
  expect(await stateOf(gatehouse, confirmation)).toEqual(dead('CONFIRM_EMAIL_CHANGE', 'USED'));
  const undo = await mailedToken(gatehouse, 'mallory@link.test');
  expect(await findLink(gatehouse, undo)).toMatchObject({
    ...working('UNDO_EMAIL_CHANGE'),
    email: 'mallory@link.test',
    account: { maskedEmail: 'w***@link.test' },
  });
  await undoEmailChange(gatehouse, undo);
  expect(await findLink(gatehouse, undo)).toMatchObject({ ...NOTHING, ...dead('UNDO_EMAIL_CHANGE', 'USED'), email: null });
});

test('D7: a reset link says beforehand whether it works, and whose it is', async () => {
  await registeredPerson(gatehouse, 'reset@link.test');
  const [first, second] = [await resetToken('reset@link.test'), await resetToken('reset@link.test')];
  expect(await findLink(gatehouse, first)).toMatchObject({ ...working('RESET_PASSWORD'), email: 'reset@link.test' });
  await resetPassword(gatehouse, second, NEW_PASSWORD);
  expect(await findLink(gatehouse, second)).toMatchObject({
    ...dead('RESET_PASSWORD', 'USED'),
    portal: { slug: 'demo' },
    email: null,
  });
  expect(await stateOf(gatehouse, first)).toEqual(dead('RESET_PASSWORD', 'ENDED'));
});

test('a link of an admin belongs to no portal', async () => {
  const email = 'viewer@link.test';
  await addAdmin(gatehouse, email, 'VIEWER', null);
  await adminRequestPasswordReset(gatehouse, email);
  const token = await mailedToken(gatehouse, email);
  expect(await findLink(gatehouse, token)).toMatchObject({
    ...NOTHING,
    ...working('ADMIN_RESET_PASSWORD'),
    email,
    portal: null,
  });
  await adminResetPassword(gatehouse, token, NEW_PASSWORD);
  expect(await stateOf(gatehouse, token)).toEqual(dead('ADMIN_RESET_PASSWORD', 'USED'));
});

test('D22: a verification link that another act ended says that the address is confirmed', async () => {
  const { verificationToken } = await registeredPerson(gatehouse, 'done@link.test');
  await resetPassword(gatehouse, await resetToken('done@link.test'), NEW_PASSWORD);
  expect(await stateOf(gatehouse, verificationToken)).toEqual(dead('VERIFY_EMAIL', 'USED'));
});

test('an expired link says so, also once its row is removed, for a day', async () => {
  await registeredPerson(gatehouse, 'late@link.test');
  const token = await resetToken('late@link.test');
  await gatehouse.sql("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE purpose = 'RESET_PASSWORD'");
  expect(await stateOf(gatehouse, token)).toEqual(dead('RESET_PASSWORD', 'EXPIRED'));
  await gatehouse.sql("DELETE FROM tokens WHERE purpose = 'RESET_PASSWORD'");
  expect(await stateOf(gatehouse, token)).toEqual(dead('RESET_PASSWORD', 'EXPIRED'));
  const stop = await gatehouse.startWorker();
  await gatehouse.sql("UPDATE ended_links SET ended_at = now() - interval '25 hours'");
  await stop();
  const again = await gatehouse.startWorker();
  await expect.poll(() => stateOf(gatehouse, token), { timeout: 60_000 }).toEqual(dead(null, 'UNKNOWN'));
  await again();
});

test('nothing of a deleted person is left, not even the purpose of their links', async () => {
  const { id, verificationToken } = await approvedPerson(gatehouse, 'gone@link.test', admin);
  const reset = await resetToken('gone@link.test');
  await deleteDevelopers(gatehouse, [id], admin);
  for (const token of [verificationToken, reset]) {
    expect(await findLink(gatehouse, token)).toMatchObject({ ...NOTHING, ...dead(null, 'UNKNOWN'), portal: null });
  }
});

test('links end with access', async () => {
  const { id } = await approvedPerson(gatehouse, 'revoked@link.test', admin);
  const reset = await resetToken('revoked@link.test');
  await decide(gatehouse, 'revoke', [id], admin);
  expect(await stateOf(gatehouse, reset)).toEqual(dead('RESET_PASSWORD', 'ENDED'));
});

test('an address that somebody else has by now makes a link dead', async () => {
  const { confirmation } = await whoAskedToMove(gatehouse, admin, 'slow@link.test', 'first-come@link.test');
  await registeredPerson(gatehouse, 'first-come@link.test');
  expect(await stateOf(gatehouse, confirmation)).toEqual(dead('CONFIRM_EMAIL_CHANGE', 'ENDED'));
  await signUp(gatehouse, 'reserved@link.test');
  const verification = await mailedToken(gatehouse, 'reserved@link.test');
  await gatehouse.sql("UPDATE developers SET email = 'r2@link.test' WHERE email = 'reserved@link.test'");
  await whoMoved(gatehouse, admin, 'reserved@link.test', 'elsewhere@link.test');
  await gatehouse.sql("UPDATE developers SET email = 'reserved@link.test' WHERE email = 'r2@link.test'");
  expect(await stateOf(gatehouse, verification)).toEqual(dead('VERIFY_EMAIL', 'ENDED'));
});

test('a value that cannot be a token is answered with null; one that could be a token is unknown', async () => {
  const { passwordToken } = await registeredPerson(gatehouse, 'kind@link.test');
  for (const token of [
    '',
    'x',
    'a\ud800b',
    '\u0000',
    'A'.repeat(44),
    'A'.repeat(10_000),
    "' OR 1=1 --",
    `${'A'.repeat(43)}\n`,
  ]) {
    expect(await findLink(gatehouse, token)).toBeNull();
  }
  for (const token of ['A'.repeat(43), passwordToken]) {
    expect(await findLink(gatehouse, token)).toMatchObject({ ...NOTHING, ...dead(null, 'UNKNOWN') });
  }
});

test('R13: asking what a link is for changes nothing, whatever kind it is', async () => {
  await signUp(gatehouse, 'scanned@link.test');
  const tokens = [await mailedToken(gatehouse, 'scanned@link.test'), await ssoToken('scanned-sso')];
  tokens.push((await whoAskedToMove(gatehouse, admin, 'scan-from@link.test', 'scan-to@link.test')).confirmation);
  tokens.push((await whoMoved(gatehouse, admin, 'scan-old@link.test', 'scan-new@link.test')).undo);
  tokens.push(await resetToken('scan-from@link.test'));
  const before = await everything();
  for (const token of [...tokens, 'A'.repeat(43)]) for (let times = 0; times < 3; times++) await findLink(gatehouse, token);
  expect(await everything()).toEqual(before);
  for (const token of tokens) expect((await findLink(gatehouse, token))?.works).toBe(true);
});

test('passwords switched off make reset links dead', async () => {
  await registeredPerson(gatehouse, 'off@link.test');
  const token = await resetToken('off@link.test');
  await gatehouse.sql("UPDATE portals SET password_login = false WHERE slug = 'demo'");
  expect(await stateOf(gatehouse, token)).toEqual(dead('RESET_PASSWORD', 'ENDED'));
});
