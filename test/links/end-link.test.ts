import { beforeEach, expect, test } from 'vitest';
import { addAdmin, adminRequestPasswordReset, adminResetPassword, openDemoPortal } from '../kit/admins.ts';
import { whoAskedToMove, whoMoved } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { confirmEmailChange, undoEmailChange } from '../kit/own-account.ts';
import { openRegistration, registrationLink } from '../kit/own-registration.ts';
import {
  confirmSso,
  DEAD_LINK,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resendVerification,
  resetPassword,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { comeIn, connect } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

const ENDED = { __typename: 'EndLinkSuccess', ended: true };

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  await gatehouse.sql('DELETE FROM mail_bounds');
});

const nameOf = async (email: string) =>
  (await gatehouse.sql<{ name: string }>('SELECT full_name AS name FROM developers WHERE email = $1', [email]))[0]?.name ??
  null;

test('S7: "this was not me" ends the link of a sign-up and all that its form said', async () => {
  await signUp(gatehouse, 'vera@end.test', { fullName: 'Mallory' });
  const token = await mailedToken(gatehouse, 'vera@end.test');
  expect(await endLink(gatehouse, token)).toEqual(ENDED);
  expect(await verifyEmail(gatehouse, token)).toMatchObject(DEAD_LINK);
  expect(await findLink(gatehouse, token)).toMatchObject({ kind: 'VERIFY_EMAIL', deadBecause: 'ENDED', form: null });
  expect(await nameOf('vera@end.test')).toBeNull();
  await resendVerification(gatehouse, 'vera@end.test');
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toHaveLength(1);
});

test('S7: it ends that link alone: the own form of the owner stays good', async () => {
  await signUp(gatehouse, 'two@end.test', { fullName: 'Vera' });
  const own = await mailedToken(gatehouse, 'two@end.test');
  await signUp(gatehouse, 'two@end.test', { fullName: 'Mallory' });
  const foreign = await mailedToken(gatehouse, 'two@end.test');
  await endLink(gatehouse, foreign);
  expect(await nameOf('two@end.test')).toBe('Vera');
  expect((await findLink(gatehouse, own))?.form?.fullName).toBe('Vera');
  await resendVerification(gatehouse, 'two@end.test');
  expect((await findLink(gatehouse, await mailedToken(gatehouse, 'two@end.test')))?.form?.fullName).toBe('Vera');
  expect(await verifyEmail(gatehouse, own)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
});

test('S7: every kind of link that a stranger can cause can be ended, and then does nothing', async () => {
  const person = await registeredPerson(gatehouse, 'reset@end.test');
  await requestPasswordReset(gatehouse, person.email);
  const reset = await mailedToken(gatehouse, person.email);
  const own = await registrationLink(gatehouse, person.email);
  const { confirmation } = await whoAskedToMove(gatehouse, admin, 'mallory@end.test', 'wanted@end.test');
  issuer.behave({ person: { sub: 'mallory', name: 'Mallory', email: 'sso@end.test', email_verified: false } });
  await comeIn(connection);
  const sso = await mailedToken(gatehouse, 'sso@end.test');
  const viewer = 'viewer@end.test';
  await addAdmin(gatehouse, viewer, 'VIEWER', null);
  await adminRequestPasswordReset(gatehouse, viewer);
  const adminReset = await mailedToken(gatehouse, viewer);
  const { undo } = await whoMoved(gatehouse, admin, 'old@end.test', 'new@end.test');
  for (const [kind, token, act] of [
    ['RESET_PASSWORD', reset, () => resetPassword(gatehouse, reset, NEW_PASSWORD)],
    ['OPEN_REGISTRATION', own, () => openRegistration(gatehouse, own)],
    ['CONFIRM_EMAIL_CHANGE', confirmation, () => confirmEmailChange(gatehouse, confirmation)],
    ['CONFIRM_SSO', sso, () => confirmSso(gatehouse, sso)],
    ['ADMIN_RESET_PASSWORD', adminReset, () => adminResetPassword(gatehouse, adminReset, NEW_PASSWORD)],
    ['UNDO_EMAIL_CHANGE', undo, () => undoEmailChange(gatehouse, undo)],
  ] as const) {
    expect((await findLink(gatehouse, token))?.works).toBe(true);
    expect(await endLink(gatehouse, token)).toEqual(ENDED);
    expect(await stateOf(gatehouse, token)).toEqual({ kind, works: false, deadBecause: 'ENDED', used: false });
    expect(await act()).toMatchObject(DEAD_LINK);
  }
  expect(await logIn(gatehouse, person.email)).toMatchObject({ __typename: 'NotApproved' });
});

test('the answer is the same for any token that can be ours, and nothing else changes', async () => {
  const { passwordToken, verificationToken } = await verifiedPerson(gatehouse, 'verified@end.test');
  for (const token of ['A'.repeat(43), passwordToken, verificationToken, verificationToken]) {
    expect(await endLink(gatehouse, token)).toEqual(ENDED);
  }
  expect(await nameOf('verified@end.test')).toBe('Ada Lovelace');
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
  for (const token of ['', 'x', 'a\ud800b', '\u0000', 'A'.repeat(44)]) {
    expect(await endLink(gatehouse, token)).toMatchObject(DEAD_LINK);
  }
});

test('when a click and "this was not me" happen at the same moment, one wins completely', async () => {
  for (let round = 0; round < 8; round++) {
    const email = `race-${round}@end.test`;
    await signUp(gatehouse, email);
    const token = await mailedToken(gatehouse, email);
    const [verified] = await Promise.all([verifyEmail(gatehouse, token), endLink(gatehouse, token)]);
    const rows = await gatehouse.sql('SELECT email_verified_at IS NOT NULL AS verified FROM developers WHERE email = $1', [
      email,
    ]);
    expect(rows).toEqual(verified.__typename === 'VerifyEmailSuccess' ? [{ verified: true }] : []);
  }
});
