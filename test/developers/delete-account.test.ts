import { expect, test } from 'vitest';
import { adminLogIn, createPortal, decide, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword, deleteAccount, requestEmailChange } from '../kit/own-account.ts';
import {
  bearer,
  loggedInPerson,
  logIn,
  logInCookie,
  mailedToken,
  mailsTo,
  PASSWORD,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  subjectsTo,
  verifiedPerson,
  whoAmI,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const count = async (table: string, id: string) =>
  (await gatehouse.sql(`SELECT 1 FROM ${table} WHERE developer_id = $1`, [id])).length;

test('asks for the password: a wrong one deletes nothing', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'wrong@delete.test', admin);
  for (const password of [null, 'not my password at all']) {
    const answer = await deleteAccount(gatehouse, { token }, { password });
    expect(answer).toEqual({ __typename: 'InvalidCredentials', message: 'The password is wrong.' });
  }
  const empty = await deleteAccount(gatehouse, { token }, { password: '' });
  expect(empty).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['password'] }] });
  expect(await whoAmI(gatehouse, { token })).toBe(email);
});

test('D1: asks for the address: another one deletes nothing and tries no password', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'twice@delete.test', admin);
  for (const typed of ['', 'delete', 'other@delete.test']) {
    const answer = await deleteAccount(gatehouse, { token }, { email: typed, password: 'not my password at all' });
    expect(answer).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['email'] }] });
  }
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  expect(await deleteAccount(gatehouse, { token }, { email: email.toUpperCase() })).toMatchObject({
    __typename: 'DeleteAccountSuccess',
  });
});

test('R12, R24: nothing is left but the decisions, without name and address', async () => {
  const { id, email, token } = await loggedInPerson(gatehouse, 'gone@delete.test', admin);
  const other = await bearer(gatehouse, email);
  await requestPasswordReset(gatehouse, email);
  const reset = await mailedToken(gatehouse, email);
  const answer = await deleteAccount(gatehouse, { token });
  expect(answer).toEqual({ __typename: 'DeleteAccountSuccess', deletionDueAt: null, portal: { slug: 'demo' } });

  for (const session of [token, other]) expect(await whoAmI(gatehouse, { token: session })).toBeNull();
  expect(await resetPassword(gatehouse, reset, 'nine green kites landed')).toMatchObject({ __typename: 'InvalidToken' });
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect([await count('tokens', id), await count('sessions', id)]).toEqual([0, 0]);
  const decisions = await gatehouse.sql('SELECT "from", "to", by, developer_id FROM decisions WHERE developer_id = $1', [id]);
  expect(decisions).toEqual([{ from: 'PENDING', to: 'APPROVED', by: 'ADMIN', developer_id: id }]);
  const { data } = await gatehouse.graphql('query($id: ID!) { developer(id: $id) { id } }', { id }, { token: admin });
  expect(data).toEqual({ developer: null });
});

test('the address can register again, as somebody new', async () => {
  const { id, email, token } = await loggedInPerson(gatehouse, 'again@delete.test', admin);
  await deleteAccount(gatehouse, { token });
  const again = await verifiedPerson(gatehouse, email);
  expect(again.id).not.toBe(id);
  await setPassword(gatehouse, again.passwordToken, 'nine green kites landed');
  expect(await logIn(gatehouse, email, 'nine green kites landed')).toMatchObject({
    __typename: 'NotApproved',
    status: 'PENDING',
  });
});

test('a cookie goes with it', async () => {
  const { email } = await loggedInPerson(gatehouse, 'cookie@delete.test', admin);
  const cookie = await logInCookie(gatehouse, email);
  const document = `mutation { deleteAccount(input: { portal: "demo", email: "${email}", password: "${PASSWORD}" }) { __typename } }`;
  const { data, headers } = await gatehouse.graphql(document, {}, { cookie });
  expect(data).toEqual({ deleteAccount: { __typename: 'DeleteAccountSuccess' } });
  expect(headers.get('set-cookie')).toMatch(/^gatehouse-demo=; .*Expires=Thu, 01 Jan 1970/);
});

test('mails that were still to be sent to it are no failure', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'mails@delete.test', admin);
  await requestPasswordReset(gatehouse, email);
  await requestEmailChange(gatehouse, { token }, 'mails-new@delete.test');
  const before = mailsTo(gatehouse, email).length;
  await deleteAccount(gatehouse, { token });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).slice(before)).toEqual(['Your account at demo portal was deleted']);
  // What is asked of the address from now on is asked of one that is free.
  await signUp(gatehouse, email);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).slice(before + 1)).toEqual(['Verify your email address for demo portal']);
  expect(mailsTo(gatehouse, 'mails-new@delete.test')).toEqual([]);
  expect(await gatehouse.sql('SELECT name, last_error FROM jobs WHERE last_error IS NOT NULL')).toEqual([]);
});

test('R33: strangers, admins and sessions of another portal may not', async () => {
  await createPortal(gatehouse, 'other', admin);
  const { email, token } = await loggedInPerson(gatehouse, 'portal@delete.test', admin);
  const denied = { __typename: 'NotAllowed' };
  expect(await deleteAccount(gatehouse, {})).toMatchObject(denied);
  expect(await deleteAccount(gatehouse, { token: admin })).toMatchObject(denied);
  expect(await deleteAccount(gatehouse, { token }, { portal: 'other' })).toMatchObject(denied);
  expect(await whoAmI(gatehouse, { token })).toBe(email);
});

test('R29: an admin with the same address is somebody else', async () => {
  const { token } = await loggedInPerson(gatehouse, ADMIN.email, admin);
  const newPassword = 'nine green kites landed';
  const { token: next } = await succeed(changePassword(gatehouse, { token }, { newPassword }), 'token');
  expect(await whichAdminAmI(gatehouse, { token: admin })).toBe(ADMIN.email);
  expect(await adminLogIn(gatehouse, { password: newPassword })).toMatchObject({ __typename: 'InvalidCredentials' });
  await deleteAccount(gatehouse, { token: next }, { password: newPassword });
  expect(await whichAdminAmI(gatehouse, { token: admin })).toBe(ADMIN.email);
  expect(await adminLogIn(gatehouse)).toMatchObject({ __typename: 'AdminLogInSuccess' });
});

test('R9: against a change of the password in the same moment, exactly one of the two happens', async () => {
  for (let round = 0; round < 5; round++) {
    const { email, token } = await loggedInPerson(gatehouse, `race${round}@delete.test`, admin);
    const other = await bearer(gatehouse, email);
    const [deleted, changed] = await Promise.all([
      deleteAccount(gatehouse, { token }, { email }),
      changePassword(gatehouse, { token: other }, { newPassword: 'nine green kites landed' }),
    ]);
    const names = [deleted.__typename, changed.__typename];
    expect([
      ['DeleteAccountSuccess', 'NotAllowed'],
      ['NotAllowed', 'ChangePasswordSuccess'],
    ]).toContainEqual(names);
    const isThere = (await gatehouse.sql('SELECT 1 FROM developers WHERE email = $1', [email])).length === 1;
    expect(isThere).toBe(changed.__typename === 'ChangePasswordSuccess');
  }
});

test('R32: against a revoke in the same moment, nobody gets an unexpected error', async () => {
  const { id, email, token } = await loggedInPerson(gatehouse, 'revoked@delete.test', admin);
  const [deleted, revoked] = await Promise.all([
    deleteAccount(gatehouse, { token }, { email }),
    succeed(decide(gatehouse, 'revoke', [id], admin)),
  ]);
  const error = revoked.results[0]?.error?.__typename ?? null;
  expect([
    ['DeleteAccountSuccess', 'NotFound'],
    ['DeleteAccountSuccess', null],
    ['NotAllowed', null],
  ]).toContainEqual([deleted.__typename, error]);
});
